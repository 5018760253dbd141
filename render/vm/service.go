package vm

import (
	"cmp"
	"slices"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
)

// Service is core/v1's.
type Service struct {
	object.Header
	Spec ServiceSpec `json:"spec"`
}

// ServiceSpec is core/v1's. The selector is the label that every machine's pod has from its first start: one that comes later does
// not reach a pod that runs.
type ServiceSpec struct {
	ClusterIP string         `json:"clusterIP,omitempty"`
	Ports     []ServicePort  `json:"ports,omitempty"`
	Selector  object.Strings `json:"selector"`
	Type      string         `json:"type"`
}

// ServicePort is core/v1's.
type ServicePort struct {
	Name       string `json:"name,omitempty"`
	NodePort   int    `json:"nodePort,omitempty"`
	Port       int    `json:"port"`
	Protocol   string `json:"protocol"`
	TargetPort int    `json:"targetPort"`
}

// Services are those that lead to a plan's machines, as a source of objects.
type Services struct {
	machines []plan.Machine
	all      []service
}

// service is one of a machine's, by both indexes.
type service struct{ machine, index int }

// ServicesOf are the Services of machines.
func ServicesOf(machines []plan.Machine) Services {
	s := Services{machines: machines}
	for i := range machines {
		for j := range machines[i].Spec.More().Services {
			s.all = append(s.all, service{i, j})
		}
	}
	slices.SortStableFunc(s.all, func(a, b service) int { // those of one name stand side by side
		m, n := &machines[a.machine], &machines[b.machine]
		return cmp.Or(strings.Compare(m.Owner.Namespace, n.Owner.Namespace),
			strings.Compare(m.Spec.More().Services[a.index].Name, n.Spec.More().Services[b.index].Name))
	})
	return s
}

// Len is their number.
func (s Services) Len() int { return len(s.all) }

// Kind of all of them.
func (s Services) Kind(int) object.Kind { return object.Service }

// Name of a Service, with its namespace.
func (s Services) Name(i int) (namespace, name string) {
	m, one := s.of(i)
	return m.Owner.Namespace, one.Name
}

// Origin is the Wukong.
func (s Services) Origin(i int) *plan.Origin {
	m, _ := s.of(i)
	return &m.Origin
}

// Hints are none.
func (s Services) Hints(int) object.Hints { return object.Hints{} }

// DependsOn is nothing: a Service waits for its machine's pod.
func (s Services) DependsOn(int) []object.ID { return nil }

// Builder returns a function that builds Services.
func (s Services) Builder() func(i int) (object.Object, error) {
	return func(i int) (object.Object, error) { return serviceOf(s.of(i)), nil }
}

func (s Services) of(i int) (*plan.Machine, *api.Service) {
	m := &s.machines[s.all[i].machine]
	return m, &m.Spec.More().Services[s.all[i].index]
}

func serviceOf(m *plan.Machine, in *api.Service) *Service {
	s := &Service{
		Header: object.Service.Header(m.Owner.Namespace, in.Name),
		Spec:   ServiceSpec{Selector: object.Strings{{Key: WukongLabel, Value: m.Owner.Name}}, Type: cmp.Or(in.Type, "ClusterIP")},
	}
	if in.Type == "Headless" {
		s.Spec.Type, s.Spec.ClusterIP = "ClusterIP", "None"
	}
	for _, p := range in.Ports {
		s.Spec.Ports = append(s.Spec.Ports, ServicePort{
			Name: p.Name, NodePort: p.NodePort, Port: p.Port, Protocol: cmp.Or(p.Protocol, "TCP"), TargetPort: cmp.Or(p.TargetPort, p.Port),
		})
	}
	return s
}
