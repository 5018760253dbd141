package inventory

import (
	"strconv"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
)

// Columns are the names that a column may have, in the order in which they are told.
func Columns() []string {
	return []string{"name", "nodeSelector", "physicalInterface", "macAddress", "bondPorts", "addresses", "mtu", "numVfs"}
}

// setter writes the value of a cell into a node. What it says is wrong with it follows the name of the column.
type setter func(n *api.Node, value string) (wrong string)

// setters are those of the columns. Whether a value is right is asked later, as of any other table.
var setters = map[string]setter{
	"name":              text(func(n *api.Node) *string { return &n.Name }),
	"nodeSelector":      labels,
	"physicalInterface": text(func(n *api.Node) *string { return &n.PhysicalInterface }),
	"macAddress":        text(func(n *api.Node) *string { return &n.MACAddress }),
	"bondPorts":         list(func(n *api.Node) *[]string { return &n.BondPorts }),
	"addresses":         list(func(n *api.Node) *[]string { return &n.Addresses }),
	"mtu":               number(func(n *api.Node) **int { return &n.MTU }),
	"numVfs":            number(func(n *api.Node) **int { return &n.NumVfs }),
}

func text(field func(*api.Node) *string) setter {
	return func(n *api.Node, value string) string {
		*field(n) = value
		return ""
	}
}

func list(field func(*api.Node) *[]string) setter {
	return func(n *api.Node, value string) string {
		*field(n) = parts(value)
		return ""
	}
}

func number(field func(*api.Node) **int) setter {
	return func(n *api.Node, value string) string {
		i, err := strconv.Atoi(value)
		if err != nil {
			return "must be a whole number"
		}
		*field(n) = &i
		return ""
	}
}

// parts are the values of a cell that holds several. One ; may stand at the end.
func parts(value string) []string {
	all := strings.Split(strings.TrimSuffix(value, ";"), ";")
	for i := range all {
		all[i] = strings.TrimSpace(all[i])
	}
	return all
}

// labels reads LABEL=VALUE;LABEL=VALUE.
func labels(n *api.Node, value string) string {
	n.NodeSelector = map[string]string{}
	for _, part := range parts(value) {
		label, value, found := strings.Cut(part, "=")
		_, twice := n.NodeSelector[label]
		switch {
		case !found:
			return "must be LABEL=VALUE, with ; between several"
		case twice:
			return "has a label twice: remove one of the two"
		}
		n.NodeSelector[label] = value
	}
	return ""
}
