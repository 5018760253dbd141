// Package inventory reads a table of nodes that is written as CSV (RFC 4180, with commas): the first line names the columns, which
// are the fields of an entry of a network's nodes, and each other line is an entry. A cell that holds several values has ; between
// them. The text may come from anywhere: it has limits, and every mistake in it is a Problem with its place.
package inventory

import (
	"encoding/csv"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/spell"
)

// Most is how many nodes a table may have: twice as many as Kubernetes supports in a cluster.
const Most = 10_000

// Position is a row and a column of the text as editors count them: from 1, and columns in characters. Column is 0 for a row as a whole.
type Position struct{ Row, Column int }

// Problem is a mistake in the text. Message goes on behind the place.
type Problem struct {
	Position
	Code              finding.Code
	Message           string
	Current, Proposed string
}

// Table is what was read. With a Problem it lacks what the problem is about.
type Table struct {
	Nodes    []api.Node
	Problems []Problem

	text    string
	lines   []int    // where they begin, nil until it is asked
	columns []string // the names of the columns, empty for one that is not known
	rows    []int    // by node
}

// bom is what some editors and spreadsheets put before UTF-8.
const bom = "\ufeff"

// Read reads a table.
func Read(text string) *Table {
	t := &Table{text: strings.TrimPrefix(text, bom)}
	if at, some := unreadable(t.text); some {
		t.problem(at, finding.Inventory, "has a character that no table of nodes has, or is not UTF-8: save it as a plain text in UTF-8", "", "")
		return t
	}
	r := csv.NewReader(strings.NewReader(t.text))
	r.FieldsPerRecord, r.ReuseRecord = -1, true
	for {
		record, err := r.Read()
		if err != nil {
			var wrong *csv.ParseError
			if errors.As(err, &wrong) {
				t.quotes(wrong)
			}
			break // what follows a quote that is not closed cannot be told; or it is the end
		}
		row, _ := r.FieldPos(0)
		if t.columns == nil {
			if !t.header(row, record) {
				return t
			}
			continue
		}
		if len(t.Nodes) == Most {
			t.problem(Position{Row: row}, finding.Limit, fmt.Sprintf("is one more than the %d nodes that a table may have: divide the network", Most), "", "")
			return t
		}
		t.row(row, record)
	}
	switch {
	case len(t.Problems) > 0:
	case t.columns == nil:
		t.problem(Position{Row: 1}, finding.Inventory, "is empty: write the names of the columns, such as name,addresses", "", "")
	case len(t.Nodes) == 0:
		t.problem(Position{Row: 1}, finding.Inventory, "is the only one: write a row for each node, one at least", "", "")
	}
	return t
}

// unreadable is the place of the first character that a table cannot have.
func unreadable(text string) (at Position, some bool) {
	at = Position{Row: 1}
	for i, r := range text {
		at.Column++
		switch {
		case r == '\n':
			at = Position{Row: at.Row + 1}
		case r == '\r' && strings.HasPrefix(text[i+1:], "\n"), r == '\t':
		case r == utf8.RuneError, unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == '\u2028', r == '\u2029':
			return at, true
		}
	}
	return Position{}, false
}

func (t *Table) problem(at Position, code finding.Code, message, current, proposed string) {
	t.Problems = append(t.Problems, Problem{Position: at, Code: code, Message: message, Current: current, Proposed: proposed})
}

// quotes reports what the reader could not read: its errors are all about quotes.
func (t *Table) quotes(wrong *csv.ParseError) {
	at := Position{Row: wrong.StartLine, Column: 1}
	if wrong.Line == wrong.StartLine {
		at.Column = t.character(wrong.Line, wrong.Column)
	}
	t.problem(at, finding.Inventory, `has a quote that does not enclose a cell: put one " before and one behind the whole cell, or remove it`, "", "")
}

// mostColumns is how many columns are looked at.
const mostColumns = 100

// header takes in the names of the columns, and says whether the rows can be read.
func (t *Table) header(row int, record []string) bool {
	if len(record) > mostColumns {
		t.problem(Position{Row: row}, finding.Limit, fmt.Sprintf("names %d columns, and a table of nodes has at most %d", len(record), len(setters)), "", "")
		return false
	}
	t.columns = make([]string, len(record))
	first := map[string]int{}
	for i, name := range record {
		name = strings.TrimSpace(name)
		at := t.cell(row, i)
		switch before, twice := first[name]; {
		case setters[name] == nil:
			t.unknownColumn(at, name, len(record))
		case twice:
			t.problem(at, finding.Inventory, fmt.Sprintf("is the column %s for the second time, after column %d: remove one of the two",
				name, t.cell(row, before).Column), "", "")
		default:
			first[name], t.columns[i] = i, name
		}
	}
	_, byName := first["name"]
	_, byLabels := first["nodeSelector"]
	if !byName && !byLabels && len(t.Problems) == 0 {
		t.problem(Position{Row: row}, finding.Inventory, "has no column name, which says for which node a row is: add it, or nodeSelector for groups of nodes", "", "")
	}
	return len(t.Problems) == 0
}

func (t *Table) unknownColumn(at Position, name string, columns int) {
	shown, proposed := "", spell.Nearest(name, Columns())
	if strings.Trim(name, letters) == "" && len(name) <= longestName {
		shown = name
	}
	message := "is no column of a table of nodes: known are " + strings.Join(Columns(), ", ")
	if columns == 1 && strings.ContainsAny(name, ";\t") {
		message = "is one column: separate the columns by commas, and the values in one cell by ;"
	}
	t.problem(at, finding.Inventory, message, shown, proposed)
}

// What a name of a column consists of, as far as one that is wrong is told.
const (
	letters     = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	longestName = 40
)

// row takes in an entry. Spreadsheets write rows without any value, which are none.
func (t *Table) row(row int, record []string) {
	if strings.Trim(strings.Join(record, ""), " \t") == "" {
		return
	}
	if len(record) != len(t.columns) {
		t.problem(Position{Row: row}, finding.Inventory, fmt.Sprintf("has %d cells, and the first row names %d columns: write one cell for each, an empty "+
			"one for no value, and put a cell with a comma in quotes", len(record), len(t.columns)), "", "")
		return
	}
	var n api.Node
	right := true
	for i, value := range record {
		if value = strings.TrimSpace(value); value == "" {
			continue
		}
		if wrong := setters[t.columns[i]](&n, value); wrong != "" {
			t.problem(t.cell(row, i), finding.Inventory, t.columns[i]+" "+wrong, "", "")
			right = false
		}
	}
	if right {
		t.Nodes, t.rows = append(t.Nodes, n), append(t.rows, row)
	}
}

// Row is the row of a node.
func (t *Table) Row(node int) int { return t.rows[node] }

// Cell is the place of a node's value in a column; its row where there is no such column.
func (t *Table) Cell(node int, column string) Position {
	for i, name := range t.columns {
		if name == column {
			return t.cell(t.rows[node], i)
		}
	}
	return Position{Row: t.rows[node]}
}

// cell is the place of a cell, found by reading its row again: few are asked for. A value has no line break in it.
func (t *Table) cell(row, index int) Position {
	r := csv.NewReader(strings.NewReader(t.line(row)))
	r.FieldsPerRecord = -1
	if record, err := r.Read(); err != nil || index >= len(record) {
		return Position{Row: row}
	}
	_, column := r.FieldPos(index)
	return Position{row, t.character(row, column)}
}

// character is the column in characters of one in bytes.
func (t *Table) character(row, column int) int {
	line := t.line(row)
	return utf8.RuneCountInString(line[:min(max(column-1, 0), len(line))]) + 1
}

// line is a row of the text.
func (t *Table) line(row int) string {
	if t.lines == nil {
		t.lines = append(t.lines, 0)
		for i := range len(t.text) {
			if t.text[i] == '\n' {
				t.lines = append(t.lines, i+1)
			}
		}
	}
	line, _, _ := strings.Cut(t.text[t.lines[row-1]:], "\n")
	return line
}
