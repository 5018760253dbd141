package v1alpha1

// MachineLifecycle is where the machine runs, how it stops, and how others reach it.
type MachineLifecycle struct {
	// VMName names the VirtualMachine, {wukong}-vm when absent: so a machine that is on a cluster keeps its name. Addition.
	VMName string `json:"vmName,omitempty" schema:"label"`
	// EvictionStrategy says what happens to the machine when its node is drained. What the cluster has when absent. Addition.
	EvictionStrategy string `json:"evictionStrategy,omitempty" schema:"enum=LiveMigrate|LiveMigrateIfPossible|None|External"`
	// UpdateVolumesStrategy says what another volume under a disk's name means to a running machine: Migration copies the disk while
	// the machine runs, Replacement takes the new one at the next start. Replacement when absent. Addition.
	UpdateVolumesStrategy string `json:"updateVolumesStrategy,omitempty" schema:"enum=Migration|Replacement"`
	// TerminationGracePeriodSeconds is how long the guest has to shut down, in seconds. What KubeVirt has when absent. Addition.
	TerminationGracePeriodSeconds *int `json:"terminationGracePeriodSeconds,omitempty" schema:"min=0,max=2147483647"`
	// PriorityClassName of the machine's pod. Addition.
	PriorityClassName string `json:"priorityClassName,omitempty" schema:"subdomain" shown:"value"`
	// SchedulerName is the scheduler that finds the machine's node, Kubernetes' own when absent. Addition.
	SchedulerName string `json:"schedulerName,omitempty" schema:"subdomain" shown:"value"`
	// Hostname of the guest, the VirtualMachine's name when absent. Addition.
	Hostname string `json:"hostname,omitempty" schema:"label"`
	// Subdomain of the guest: with a headless Service of that name it is known as HOSTNAME.SUBDOMAIN. Addition.
	Subdomain string `json:"subdomain,omitempty" schema:"label"`
	// DNSPolicy says which resolvers the pod has, and by it the guest on the pod network. ClusterFirst when absent. Addition.
	DNSPolicy string `json:"dnsPolicy,omitempty" schema:"enum=ClusterFirst|ClusterFirstWithHostNet|Default|None"`
	// DNSConfig are resolvers beside those of dnsPolicy. Addition.
	DNSConfig *DNSConfig `json:"dnsConfig,omitempty"`
	// ReadinessProbe tells whether the guest takes work: only then it gets connections of Services. Addition.
	ReadinessProbe *Probe `json:"readinessProbe,omitempty"`
	// LivenessProbe tells whether the guest lives: a machine that does not is stopped. Addition.
	LivenessProbe *Probe `json:"livenessProbe,omitempty"`
	// Affinity of the machine's pod, as in core/v1. What highAvailability and the machine's networks ask for joins it. Addition.
	Affinity *Affinity `json:"affinity,omitempty"`
	// TopologySpreadConstraints spread machines over zones or nodes, as in core/v1. Addition.
	TopologySpreadConstraints []TopologySpreadConstraint `json:"topologySpreadConstraints,omitempty"`
	// Template holds labels and annotations of the machine's pod alone. Addition.
	Template *PodTemplate `json:"template,omitempty"`
	// Services lead to the guest over the pod network. Addition.
	Services []Service `json:"services,omitempty" schema:"key=name"`
}

// Service is a Service that leads to the machine, or to the machines of a pool.
type Service struct {
	// Name of the Service.
	Name string `json:"name" schema:"required,label"`
	// Type is ClusterIP, NodePort or LoadBalancer as in core/v1, or Headless: a name without an address of its own. ClusterIP when absent.
	Type string `json:"type,omitempty" schema:"enum=ClusterIP|Headless|LoadBalancer|NodePort" default:"ClusterIP"`
	// Ports of the Service. Headless may have none.
	Ports []ServicePort `json:"ports,omitempty"`
}

// ServicePort is core/v1's.
type ServicePort struct {
	// Name of the port; required where a Service has several.
	Name string `json:"name,omitempty" schema:"label"`
	// NodePort is the port on every node, with types NodePort and LoadBalancer. One that is free when absent.
	NodePort int `json:"nodePort,omitempty" schema:"min=0,max=65535"`
	// Port of the Service, 1 to 65535.
	Port int `json:"port" schema:"required,min=1,max=65535"`
	// Protocol is TCP, UDP or SCTP, TCP when absent.
	Protocol string `json:"protocol,omitempty" schema:"enum=TCP|UDP|SCTP" default:"TCP"`
	// TargetPort is the guest's port, that of the Service when absent.
	TargetPort int `json:"targetPort,omitempty" schema:"min=0,max=65535"`
}

// PodTemplate holds what the machine's pod has beside what its Wukong's metadata says. A machine that runs gets it at its next start.
type PodTemplate struct {
	// Labels of the pod.
	Labels map[string]string `json:"labels,omitempty" schema:"labels" shown:"names"`
	// Annotations of the pod.
	Annotations map[string]string `json:"annotations,omitempty" schema:"annotations"`
}

// DNSConfig is core/v1's PodDNSConfig.
type DNSConfig struct {
	// Nameservers are addresses of resolvers, at most three.
	Nameservers []string `json:"nameservers,omitempty" schema:"address,unique"`
	// Options of the resolver, such as ndots.
	Options []DNSOption `json:"options,omitempty"`
	// Searches are domains in which short names are looked up.
	Searches []string `json:"searches,omitempty" schema:"subdomain,unique"`
}

// DNSOption is an option of resolv.conf.
type DNSOption struct {
	// Name of the option.
	Name string `json:"name" schema:"required"`
	// Value of the option, for those that have one.
	Value string `json:"value,omitempty"`
}

// Probe asks the guest how it is, in one way of four.
type Probe struct {
	// Exec runs a command in the guest, by the guest agent.
	Exec *ExecAction `json:"exec,omitempty" shown:"never"`
	// GuestAgentPing asks the guest agent whether it is there.
	GuestAgentPing *Nothing `json:"guestAgentPing,omitempty"`
	// HTTPGet asks a web server in the guest, over the pod network.
	HTTPGet *HTTPGet `json:"httpGet,omitempty"`
	// TCPSocket connects to a port of the guest, over the pod network.
	TCPSocket *TCPSocket `json:"tcpSocket,omitempty"`
	// InitialDelaySeconds is how long after the start the first question comes, in seconds.
	InitialDelaySeconds int `json:"initialDelaySeconds,omitempty" schema:"min=0,max=2147483647"`
	// PeriodSeconds is how often is asked, in seconds, 10 when absent or 0.
	PeriodSeconds int `json:"periodSeconds,omitempty" schema:"min=0,max=2147483647"`
	// TimeoutSeconds is how long an answer may take, in seconds, 1 when absent or 0.
	TimeoutSeconds int `json:"timeoutSeconds,omitempty" schema:"min=0,max=2147483647"`
	// SuccessThreshold is how many good answers in a row make the guest well again, 1 when absent or 0.
	SuccessThreshold int `json:"successThreshold,omitempty" schema:"min=0,max=2147483647"`
	// FailureThreshold is how many bad answers in a row make it unwell, 3 when absent or 0.
	FailureThreshold int `json:"failureThreshold,omitempty" schema:"min=0,max=2147483647"`
}

// Nothing is a mapping without fields.
type Nothing struct{}

// ExecAction is a command in the guest.
type ExecAction struct {
	// Command with its arguments; no shell reads it.
	Command []string `json:"command" schema:"required,some"`
}

// HTTPGet is a request to the guest.
type HTTPGet struct {
	// Host to ask in place of the guest's own address.
	Host string `json:"host,omitempty"`
	// HTTPHeaders of the request.
	HTTPHeaders []HTTPHeader `json:"httpHeaders,omitempty" shown:"never"`
	// Path of the request, / when absent.
	Path string `json:"path,omitempty"`
	// Port is 1 to 65535.
	Port int `json:"port" schema:"required,min=1,max=65535"`
	// Scheme is HTTP or HTTPS, HTTP when absent.
	Scheme string `json:"scheme,omitempty" schema:"enum=HTTP|HTTPS"`
}

// HTTPHeader is a header of a request.
type HTTPHeader struct {
	// Name of the header.
	Name string `json:"name" schema:"required"`
	// Value of the header.
	Value string `json:"value" schema:"required"`
}

// TCPSocket is a connection to the guest.
type TCPSocket struct {
	// Host to connect to in place of the guest's own address.
	Host string `json:"host,omitempty"`
	// Port is 1 to 65535.
	Port int `json:"port" schema:"required,min=1,max=65535"`
}
