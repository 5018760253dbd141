package render

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/inventory"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/spell"
)

// inventories are the tables of nodes of a package that stand as CSV in ConfigMaps.
type inventories struct {
	configMaps map[object.ID]*resource.Resource // by identity, the first one
	tables     map[inventoryKey]*inventoryTable
	// used are the ConfigMaps that hold a table, networks the networks that have one, by the path of their nodes.
	used     map[*resource.Resource]bool
	networks map[networkPath]*inventoryTable
	// rows is how many entries all networks have together.
	rows int
}

// inventoryKey is a key of a ConfigMap.
type inventoryKey struct {
	configMap *resource.Resource
	key       string
}

// networkPath is the path of a network's nodes in a resource.
type networkPath struct{ kind, namespace, name, nodes string }

// inventoryTable is a table with the place that it stands at.
type inventoryTable struct {
	*inventory.Table
	configMap *resource.Resource
	field     string
}

// mostRows is how many entries the networks of a package may have from ConfigMaps, all together: many networks may refer to one.
const mostRows = 100_000

// tablesOf reads the tables of a Wukong's networks, and says whether all of them are right.
func (p *contents) tablesOf(r *resource.Resource, w *api.Wukong) bool {
	right := true
	for i := range w.Spec.Networks {
		if s := &w.Spec.Networks[i].NetworkSpec; s.More().NodesFrom != nil {
			right = p.readTable(r, s, "spec.networks["+strconv.Itoa(i)+"]") && right
		}
	}
	return right
}

// readTable reads the table of nodes that a network refers to, and says whether it is right. path is that of the network.
func (p *contents) readTable(r *resource.Resource, s *api.NetworkSpec, path string) bool {
	if s.More().NodesFrom == nil {
		return true
	}
	v := p.readInventories()
	configMap := v.configMaps[object.ID{Kind: configMapKind, Namespace: namespaceOf(&r.Meta), Name: s.More().NodesFrom.ConfigMap}]
	if configMap == nil {
		if !p.incomplete {
			p.say(placed(finding.New(finding.NoInventory, path+".nodesFrom.configMap", "the package has no ConfigMap of this name in the namespace of "+
				"this resource: add it, for example by a configMapGenerator, or correct the name").Values(s.More().NodesFrom.ConfigMap, ""), r))
		}
		return false
	}
	v.used[configMap] = true
	t := p.inventoryOf(r, configMap, s.More().NodesFrom.Key, path)
	if t == nil || len(t.Nodes) == 0 {
		return false
	}
	if v.rows += len(t.Nodes); v.rows > mostRows {
		p.say(placed(finding.New(finding.Limit, path+".nodesFrom", fmt.Sprintf("the tables of the package have more than %d rows, each of them "+
			"counted for each network that refers to it: divide the package", mostRows)), r))
		return false
	}
	s.Nodes = t.Nodes // where nodesFrom is
	v.networks[networkPath{r.Meta.Kind, r.Meta.Namespace, r.Meta.Name, path + ".nodes"}] = t
	found := s.ValidateNodes(path)
	p.report(r, found)
	return len(t.Problems) == 0 && !finding.AnyError(found)
}

const configMapKind = "ConfigMap"

// readInventories finds the ConfigMaps of a package.
func (p *contents) readInventories() *inventories {
	if p.inventories != nil {
		return p.inventories
	}
	v := &inventories{
		configMaps: map[object.ID]*resource.Resource{}, tables: map[inventoryKey]*inventoryTable{},
		used: map[*resource.Resource]bool{}, networks: map[networkPath]*inventoryTable{},
	}
	for i := range p.resources {
		r := &p.resources[i]
		id := object.ID{Kind: configMapKind, Namespace: namespaceOf(&r.Meta), Name: r.Meta.Name}
		if p.roles[i] == foreign && r.Meta.Kind == configMapKind && r.Meta.APIVersion == "v1" && v.configMaps[id] == nil {
			v.configMaps[id] = r
		}
	}
	p.inventories = v
	return v
}

// inventoryOf is the table under a key of a ConfigMap that a network at a path refers to, nil where there is none.
func (p *contents) inventoryOf(r, configMap *resource.Resource, key, path string) *inventoryTable {
	at := inventoryKey{configMap, key}
	if t := p.inventories.tables[at]; t != nil {
		return t
	}
	if len(configMap.Text) > mostBytes {
		p.say(placed(finding.New(finding.Limit, "", fmt.Sprintf("the ConfigMap has %d bytes, and at most %d are read: divide the table",
			len(configMap.Text), mostBytes)), configMap))
		return nil
	}
	var m struct {
		Data map[string]string `json:"data"`
	}
	configMap.Glance(&p.reader, &m, "data")
	text, some := m.Data[key]
	if !some {
		f := finding.New(finding.NoInventory, path+".nodesFrom.key", "the data of the ConfigMap has no such key: correct it, or the ConfigMap").
			Values(key, spell.Nearest(key, slices.Sorted(maps.Keys(m.Data))))
		other := placeOf(configMap)
		other.Field = "data"
		f.Other = &other
		p.say(placed(f, r))
		return nil
	}
	t := &inventoryTable{inventory.Read(text), configMap, inConfigMap(key)}
	p.inventories.tables[at] = t
	for _, problem := range t.Problems {
		f := finding.New(problem.Code, t.field, t.at(problem.Position)+problem.Message).Values(problem.Current, problem.Proposed)
		p.say(placed(f, configMap))
	}
	return t
}

// at is the place of a value, as the beginning of a message.
func (t *inventoryTable) at(position inventory.Position) string {
	s := t.field + " of ConfigMap " + t.configMap.Meta.Name + ", row " + strconv.Itoa(position.Row)
	if position.Column > 0 {
		s += ", column " + strconv.Itoa(position.Column)
	}
	return s + ": "
}

// holds says whether a resource holds a table.
func (v *inventories) holds(r *resource.Resource) bool { return v != nil && v.used[r] }

// place moves findings about entries of tables to the ConfigMaps that the tables stand in, and says whether there are some. Until
// then they have the paths that they would have in nodes, and those say what may be told.
func (v *inventories) place(found []finding.Finding, noLines bool) (moved bool) {
	if v == nil {
		return false
	}
	for i := range found {
		f := &found[i]
		if e, some := v.entry(&f.Place); some {
			moved = true
			rest, leads := strings.CutPrefix(f.Message, f.Place.Field)
			if leads {
				rest = strings.TrimSpace(e.field + rest)
			}
			f.Message = e.table.at(e.position()) + e.rowsIn(rest)
			e.table.move(&f.Place, noLines)
		}
		if f.Other != nil {
			if e, some := v.entry(f.Other); some {
				f.Message += " (the other place is " + strings.TrimSuffix(e.table.at(e.position()), ": ") + ")"
				e.table.move(f.Other, noLines)
			}
		}
		for j := range f.Also {
			if e, some := v.entry(&f.Also[j]); some {
				e.table.move(&f.Also[j], noLines)
			}
		}
	}
	return moved
}

// tableEntry is an entry of a table that a path leads into.
type tableEntry struct {
	table *inventoryTable
	nodes string // the path of all entries
	index int
	field string // below the entry
}

// entry is the entry of a table that a place is in.
func (v *inventories) entry(place *finding.Place) (e tableEntry, some bool) {
	at := strings.LastIndex(place.Field, ".nodes[")
	if at < 0 {
		return e, false
	}
	e.nodes = place.Field[:at+len(".nodes")]
	index, field, _ := strings.Cut(place.Field[len(e.nodes)+1:], "]")
	e.field = strings.TrimPrefix(field, ".")
	e.table = v.networks[networkPath{place.Kind, place.Namespace, place.Name, e.nodes}]
	var err error
	if e.index, err = strconv.Atoi(index); err != nil || e.table == nil || e.index >= len(e.table.Nodes) {
		return e, false
	}
	return e, true
}

// position is that of the entry's field.
func (e *tableEntry) position() inventory.Position {
	column, _, _ := strings.Cut(e.field, "[")
	return e.table.Cell(e.index, column)
}

// rowsIn is a message with rows in the place of the paths of entries.
func (e *tableEntry) rowsIn(message string) string {
	var b strings.Builder
	for {
		before, rest, some := strings.Cut(message, e.nodes+"[")
		b.WriteString(before)
		if !some {
			return b.String()
		}
		index, rest, _ := strings.Cut(rest, "]")
		if i, err := strconv.Atoi(index); err == nil && i < len(e.table.Nodes) {
			b.WriteString("row " + strconv.Itoa(e.table.Row(i)))
		}
		message = rest
	}
}

// move moves a place in a table to the ConfigMap.
func (t *inventoryTable) move(place *finding.Place, noLines bool) {
	*place = placeOf(t.configMap)
	place.Field = t.field
	switch {
	case noLines:
		place.Line = 0
	case t.configMap.Source.Line > 0:
		Locate(t.configMap, []*finding.Place{place})
		place.Text = "" // the line may hold all of the table
	}
}
