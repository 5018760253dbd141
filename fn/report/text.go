package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
)

// The escape sequences of colours, by severity.
var colors = map[finding.Severity]string{finding.Error: "\x1b[31m", finding.Warning: "\x1b[33m", finding.Info: "\x1b[36m"}

const (
	bold  = "\x1b[1m"
	faint = "\x1b[2m"
	plain = "\x1b[0m"
)

// painter writes text with colours or without.
type painter struct {
	strings.Builder
	color bool
}

func (p *painter) paint(style, text string) {
	if !p.color || style == "" {
		p.WriteString(text)
		return
	}
	p.WriteString(style + text + plain)
}

// Text writes the findings for people: by file, each with its place as terminals and editors open it, what to do, and the
// line that it is about.
func (r Report) Text(w io.Writer, o Options) error {
	found := r.findings
	if len(found) == 0 {
		return nil
	}
	p := &painter{color: o.Color}
	for i := range found {
		f := &found[i]
		if i > 0 && f.Place.File != found[i-1].Place.File {
			p.WriteByte('\n')
		}
		writeFinding(p, f)
	}
	if len(r.more) > 0 {
		p.WriteByte('\n')
	}
	for i := range r.more {
		writeFinding(p, &r.more[i])
	}
	p.WriteString("\n" + r.summary() + "\n")
	return write(w, p.String())
}

func writeFinding(p *painter, f *finding.Finding) {
	if at := f.Place.Position(); at != "" {
		p.paint(bold, at)
		p.WriteByte(' ')
	}
	p.paint(colors[f.Severity], string(f.Severity)+" "+string(f.Code))
	p.WriteString(" " + f.Message + "\n")
	if where := strings.TrimSpace(f.Place.Resource() + " " + f.Place.Field); where != "" {
		p.paint(faint, "      in "+where+"\n")
	}
	if f.Place.Text != "" {
		p.WriteString("      " + strconv.Itoa(f.Place.Line) + " | " + f.Place.Text + "\n")
	}
	if f.Current != "" && f.Place.Text == "" {
		p.WriteString("      is " + strconv.Quote(f.Current) + "\n")
	}
	if f.Proposed != "" {
		p.WriteString("      proposed " + strconv.Quote(f.Proposed) + "\n")
	}
	if f.Other != nil {
		p.WriteString("      the other place: " + place(*f.Other) + "\n")
	}
	if f.Alike > 0 {
		p.WriteString("      " + f.AlikeText() + "\n")
	}
}

// summary counts all findings by severity, those that are not listed too.
func (r Report) summary() string {
	count := map[finding.Severity]int{}
	for _, f := range r.findings {
		count[f.Severity]++
	}
	for _, f := range r.more {
		count[f.Severity] += f.More
	}
	return fmt.Sprintf("errors: %d, warnings: %d, notes: %d", count[finding.Error], count[finding.Warning], count[finding.Info])
}
