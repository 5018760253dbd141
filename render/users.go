package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/novasphere/wukong-fn/render/change"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/resource"
)

// users are the machines that stand in a package, as far as they stay, by what they are attached to: those that a former run
// rendered, which may run, and foreign ones.
type users struct {
	byBridge     map[string][]string
	byAttachment map[string][]string // the name, which is the same in all namespaces
	words        map[string]string   // by what was asked for
}

// usersOf says in words which machines a change of a network concerns, and whether there is any. attachment is the name of the
// network's attachments.
func (c *changes) usersOf(one *change.Change, attachment string) (words string, any bool) {
	if one.Lost == change.Nothing {
		return "", false
	}
	if c.users == nil {
		c.users = c.findUsers()
	}
	where, machines := one.Bridge, c.users.byBridge[one.Bridge]
	if one.Attached {
		where, machines = attachment, c.users.byAttachment[attachment]
	}
	return c.users.say(where, machines), len(machines) > 0
}

// say puts machines into words: how many, and the first few.
func (u *users) say(where string, machines []string) string {
	if words, known := u.words[where]; known {
		return words
	}
	const most = 3
	words := fmt.Sprintf("The machines on %s (none of this package)", where)
	if n := len(machines); n > 0 {
		slices.Sort(machines)
		names := strings.Join(machines[:min(n, most)], ", ")
		if n > most {
			names += fmt.Sprintf(" and %d more", n-most)
		}
		words = fmt.Sprintf("The machines on %s (%d of this package: %s)", where, n, names)
	}
	u.words[where] = words
	return words
}

// findUsers reads all attachments and machines of the package.
func (c *changes) findUsers() *users {
	u := &users{byBridge: map[string][]string{}, byAttachment: map[string][]string{}, words: map[string]string{}}
	bridges := map[string]string{} // by attachment
	for i := range c.resources {
		r := &c.resources[i]
		if object.KindOf(idOf(r)) == object.NetworkAttachmentDefinition {
			bridges[r.Meta.Namespace+"/"+r.Meta.Name] = c.attachment(r).Bridge
		}
	}
	for i := range c.resources {
		r := &c.resources[i]
		if object.KindOf(idOf(r)) != object.VirtualMachine || c.roles[i] == generated && c.made.byIdentity()[idOf(r)] == nil {
			continue
		}
		name := r.Meta.Namespace + "/" + r.Meta.Name
		if owner, ok := object.ParseOwner(r.Meta.Owner); ok && c.roles[i] == generated {
			name = r.Meta.Namespace + "/" + owner.Name
		}
		name = strings.TrimPrefix(name, "/")
		on := map[string]bool{}
		for _, attachment := range c.attachmentsOf(r) {
			if !strings.Contains(attachment, "/") {
				attachment = r.Meta.Namespace + "/" + attachment
			}
			_, short, _ := strings.Cut(attachment, "/")
			u.byAttachment[short] = append(u.byAttachment[short], name)
			if bridge := bridges[attachment]; bridge != "" && !on[bridge] {
				on[bridge] = true
				u.byBridge[bridge] = append(u.byBridge[bridge], name)
			}
		}
	}
	return u
}

// attachmentsOf are those that a machine names.
func (c *changes) attachmentsOf(r *resource.Resource) []string {
	var machine struct {
		Spec struct {
			Template struct {
				Spec struct {
					Networks []struct {
						Multus struct {
							NetworkName string `json:"networkName"`
						} `json:"multus"`
					} `json:"networks"`
				} `json:"spec"`
			} `json:"template"`
		} `json:"spec"`
	}
	r.Glance(&c.reader, &machine, "spec", "template", "spec", "networks")
	var names []string
	for _, network := range machine.Spec.Template.Spec.Networks {
		if name := network.Multus.NetworkName; name != "" {
			names = append(names, name)
		}
	}
	return names
}
