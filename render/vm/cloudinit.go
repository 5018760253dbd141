package vm

import (
	"cmp"
	"slices"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// userData is the part of cloud-config that we write. The user stands under user, not in the list of users: so it is
// cloud-init's default user, the one that public keys from the metadata go to (cloud-init, module Users and Groups).
type userData struct {
	DisableRoot bool     `json:"disable_root"`
	SSHPwauth   bool     `json:"ssh_pwauth"`
	User        user     `json:"user"`
	Users       []string `json:"users"`
}

type user struct {
	Groups []string `json:"groups"`
	account
}

// account is what can be compared of a user.
type account struct {
	LockPasswd        bool   `json:"lock_passwd"`
	Name              string `json:"name"`
	Passwd            string `json:"passwd,omitempty"`
	PlainTextPassword string `json:"plain_text_passwd,omitempty"`
	Shell             string `json:"shell"`
	Sudo              string `json:"sudo"`
}

// defaultGroups are the VM operator's.
var defaultGroups = [...]string{"sudo", "adm", "dialout", "cdrom", "floppy", "audio", "dip", "video", "plugdev", "netdev"}

// defaultUsers makes user the only one.
var defaultUsers = [...]string{"default"}

// header makes cloud-init take user data for cloud-config.
const header = "#cloud-config\n"

// cloudInit is the source of the cloud-init volume, nil where nothing asks for cloud-init. What is longer than KubeVirt
// takes is left to the Secret.
func (b *builder) cloudInit(m *plan.Machine) (*CloudInit, error) {
	t, err := b.texts.of(m)
	if err != nil || t.users == "" {
		return nil, err
	}
	b.source = CloudInit{UserData: t.users, NetworkData: t.network}
	if len(t.users) > MaxCloudInit {
		b.source.UserData, b.source.UserDataSecretRef = "", &Named{SecretName(m.Owner.Name)}
	}
	if len(t.network) > MaxCloudInit {
		b.source.NetworkData, b.source.NetworkDataSecretRef = "", &Named{SecretName(m.Owner.Name)}
	}
	return &b.source, nil
}

// needsSecret says whether a text of the machine's cloud-init is too long to stand in the machine. Texts are only written
// to find out when the values that go into them come near the limit.
func needsSecret(m *plan.Machine) (bool, error) {
	if atMost(m) <= MaxCloudInit {
		return false, nil
	}
	t, err := new(writer).of(m)
	return len(t.users) > MaxCloudInit || len(t.network) > MaxCloudInit, err
}

// atMost is an upper bound of both texts' lengths: fixed words, and every value as if each byte were escaped.
func atMost(m *plan.Machine) int {
	const fixedUser, fixedInterface, escaped = 400, 224, 6
	users, network := fixedUser, fixedInterface
	if u := m.Spec.CloudInitUser; u != nil {
		n := len(u.Name) + len(u.Password) + len(u.PasswordHash) + len(u.Sudo) + len(u.Shell)
		for _, g := range u.Groups {
			n += len(g) + 8
		}
		users += escaped * n
	}
	if m.Pod != nil {
		network += textOfPod(m.Pod)
	}
	for i := range m.Interfaces {
		itf := &m.Interfaces[i]
		network += fixedInterface + escaped*len(itf.Name)
		if itf.IP != nil {
			n := textOf(itf.IP)
			network += n + n/2
		}
	}
	return max(users, network)
}

// textOf is an upper bound of what the values of an address add to the text of an interface.
func textOf(ip *api.IPConfig) int {
	n := len(ip.Address) + 2*len(ip.Gateway)
	if ip.Gateway6 != "" {
		n += 60 + len(ip.Gateway6)
	}
	for _, r := range ip.Routes {
		n += 60 + len(r.To) + len(r.Via)
	}
	for _, list := range [...][]string{ip.Addresses, ip.DNSServers, ip.Search} {
		for _, one := range list {
			n += len(one) + 12
		}
	}
	if len(ip.Search) > 0 {
		n += 24
	}
	return n
}

// textOfPod is an upper bound of what the pod network adds to the text of an interface.
func textOfPod(p *plan.PodNetwork) int {
	n := 0
	for _, a := range p.Addresses {
		n += 12 + len(a)
	}
	for _, r := range p.Routes {
		n += 60 + len(r.To) + len(r.Via)
	}
	return n
}

// secretOf is the Secret with the texts that are too long for the machine.
func secretOf(m *plan.Machine) (*Secret, error) {
	t, err := new(writer).of(m)
	if err != nil {
		return nil, err
	}
	s := &Secret{
		Header:     object.Secret.Header(m.Owner.Namespace, SecretName(m.Owner.Name)),
		StringData: map[string]string{}, Type: "Opaque",
	}
	if len(t.users) > MaxCloudInit {
		s.StringData["userdata"] = t.users
	}
	if len(t.network) > MaxCloudInit {
		s.StringData["networkdata"] = t.network
	}
	return s, nil
}

// texts are what cloud-init reads.
type texts struct{ users, network string }

// writer writes the texts of one machine after the other in the same memory.
type writer struct {
	text      []byte
	users     userData
	written   string // of users
	names     []string
	groups    []string
	network   networkData
	ethernets []ethernet
	addresses []string
	routes    []route
	servers   []nameservers
	overrides []dhcp4Routes
}

// of writes both texts. There is always user data where anything asks for cloud-init: KubeVirt takes no volume without.
func (w *writer) of(m *plan.Machine) (texts, error) {
	users, err := w.userData(m)
	if err != nil {
		return texts{}, err
	}
	network, err := w.networkData(m)
	if users == "" && (network != "" || m.Spec.OSImage != "" && m.Spec.Profile().CloudInit || m.Spec.SSHKeySecret != "") {
		users = header + "{}\n"
	}
	return texts{users, network}, err
}

// write writes a value behind a header.
func (w *writer) write(header string, value any) (string, error) {
	var err error
	if w.text, err = encode.AppendForPython(append(w.text[:0], header...), value); err != nil {
		return "", err
	}
	return string(w.text), nil
}

// userData is the machine's cloud-config, empty where it has no user. Machines in a row mostly have the same user, whose text is
// written once.
func (w *writer) userData(m *plan.Machine) (string, error) {
	u := m.Spec.CloudInitUser
	if u == nil {
		return "", nil
	}
	if w.groups == nil {
		w.names, w.groups = slices.Clone(defaultUsers[:]), slices.Clone(defaultGroups[:])
	}
	next := user{Groups: u.Groups, account: account{
		Name: u.Name, LockPasswd: u.LockPasswd, Passwd: u.PasswordHash,
		Shell: cmp.Or(u.Shell, "/bin/bash"), Sudo: cmp.Or(u.Sudo, "ALL=(ALL) NOPASSWD:ALL"),
	}}
	if len(u.Groups) == 0 {
		next.Groups = w.groups
	}
	if u.PasswordHash == "" {
		next.PlainTextPassword = u.Password
	}
	if last := &w.users.User; w.written != "" && next.account == last.account && slices.Equal(next.Groups, last.Groups) {
		return w.written, nil
	}
	w.users = userData{SSHPwauth: true, Users: w.names, User: next}
	var err error
	w.written, err = w.write(header, &w.users)
	return w.written, err
}

// networkData is netplan's version 2 as cloud-init reads it.
type networkData struct {
	Ethernets map[string]*ethernet `json:"ethernets"`
	Version   int                  `json:"version"`
}

type ethernet struct {
	Addresses   []string     `json:"addresses,omitempty"`
	DHCP4       bool         `json:"dhcp4,omitempty"`
	DHCP4Routes *dhcp4Routes `json:"dhcp4-overrides,omitempty"`
	Match       match        `json:"match"`
	MTU         int          `json:"mtu,omitempty"`
	Nameservers *nameservers `json:"nameservers,omitempty"`
	// Optional keeps the boot from waiting for an interface that has no address.
	Optional bool    `json:"optional,omitempty"`
	Routes   []route `json:"routes,omitempty"`
}

// dhcp4Routes is how the routes are taken that come by DHCP. cloud-init's own renderer for NetworkManager leaves it out.
type dhcp4Routes struct {
	Metric int `json:"route-metric"`
}

type match struct {
	MAC string `json:"macaddress"`
}

type nameservers struct {
	Addresses []string `json:"addresses,omitempty"`
	Search    []string `json:"search,omitempty"`
}

type route struct {
	Metric int    `json:"metric,omitempty"`
	To     string `json:"to"`
	Via    string `json:"via"`
	// OnLink says that the gateway is reached though no subnet of the interface has it.
	OnLink bool `json:"on-link,omitempty"`
}

// networkData is the machine's network configuration, empty where no interface has an ipConfig: then cloud-init asks the
// first interface's network by DHCP. With one, every interface is listed, because cloud-init configures no other.
func (w *writer) networkData(m *plan.Machine) (string, error) {
	if !slices.ContainsFunc(m.Interfaces, func(itf plan.Interface) bool { return itf.IP != nil && itf.Binding != plan.Masquerade }) {
		return "", nil
	}
	if w.network.Ethernets == nil {
		w.network = networkData{Version: 2, Ethernets: map[string]*ethernet{}}
	}
	clear(w.network.Ethernets)
	w.ethernets, w.addresses, w.routes, w.servers = w.ethernets[:0], w.addresses[:0], w.routes[:0], w.servers[:0]
	w.overrides = w.overrides[:0]
	for i := range m.Interfaces {
		itf := &m.Interfaces[i]
		w.network.Ethernets[itf.Name] = keep(&w.ethernets, w.ethernet(itf, m.Pod))
	}
	return w.write("", &w.network)
}

func (w *writer) ethernet(itf *plan.Interface, pod *plan.PodNetwork) ethernet {
	e := ethernet{Match: match{itf.MAC}}
	switch ip := itf.IP; {
	case itf.Binding == plan.Masquerade:
		e.DHCP4, e.Addresses = true, pod.Addresses
		if pod.Metric > 0 {
			e.DHCP4Routes = keep(&w.overrides, dhcp4Routes{pod.Metric})
		}
		e.Routes = w.routesOf(pod.Routes)
	case ip == nil && itf.Primary: // KubeVirt gives the guest the address of the attachment by DHCP
		e.DHCP4 = true
	case ip == nil:
		e.Optional = true
	default:
		e.DHCP4, e.MTU = ip.Mode == api.ModeDHCP, itf.MTU
		e.Addresses, e.Routes = w.addressesOf(ip), w.guestRoutes(ip)
		if len(ip.DNSServers)+len(ip.Search) > 0 {
			e.Nameservers = keep(&w.servers, nameservers{Addresses: ip.DNSServers, Search: ip.Search})
		}
	}
	return e
}

// addressesOf are the guest's own, nil for none.
func (w *writer) addressesOf(ip *api.IPConfig) []string {
	from := len(w.addresses)
	if ip.Address != "" {
		w.addresses = append(w.addresses, ip.Address)
	}
	w.addresses = append(w.addresses, ip.Addresses...)
	return slices.Clip(w.addresses[from:])
}

// guestRoutes are the default routes and the others of a guest.
func (w *writer) guestRoutes(ip *api.IPConfig) []route {
	from := len(w.routes)
	for _, gateway := range [...]string{ip.Gateway, ip.Gateway6} {
		if gateway != "" {
			w.routes = append(w.routes, route{To: defaultRoute(gateway), Via: gateway, OnLink: ip.OnLink(gateway)})
		}
	}
	for _, r := range ip.Routes {
		w.routes = append(w.routes, route{To: r.To, Via: r.Via, OnLink: ip.OnLink(r.Via)})
	}
	return slices.Clip(w.routes[from:])
}

// routesOf are routes as they are written, nil for none.
func (w *writer) routesOf(routes []plan.Route) []route {
	if len(routes) == 0 {
		return nil
	}
	from := len(w.routes)
	for _, r := range routes {
		w.routes = append(w.routes, route{To: r.To, Via: r.Via, Metric: r.Metric})
	}
	return slices.Clip(w.routes[from:])
}

// defaultRoute is the default route of the gateway's family, written as a prefix, which every renderer of cloud-init
// understands, and not as "default", which older ones do not.
func defaultRoute(gateway string) string {
	if strings.Contains(gateway, ":") {
		return api.AnyIPv6
	}
	return api.AnyIPv4
}
