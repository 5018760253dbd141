package report

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path/filepath"

	"github.com/novasphere/wukong-fn/render/finding"
)

func writeIndented(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("report the findings: %w", err)
	}
	return nil
}

// The JSON of validate: fields are added, never changed.
type (
	jsonReport struct {
		Findings []jsonFinding `json:"findings"`
		// More counts the findings that are not listed.
		More []jsonMore `json:"more,omitempty"`
	}
	jsonMore struct {
		Code     finding.Code     `json:"code"`
		Severity finding.Severity `json:"severity"`
		Count    int              `json:"count"`
	}
	jsonFinding struct {
		Code     finding.Code     `json:"code"`
		Severity finding.Severity `json:"severity"`
		Message  string           `json:"message"`
		jsonPlace
		CurrentValue  string     `json:"currentValue,omitempty"`
		ProposedValue string     `json:"proposedValue,omitempty"`
		Other         *jsonPlace `json:"other,omitempty"`
		// Count is at how many places the finding holds, where it is more than one; Also are the first of the others.
		Count int         `json:"count,omitempty"`
		Also  []jsonPlace `json:"also,omitempty"`
	}
	jsonPlace struct {
		Resource *jsonResource `json:"resource,omitempty"`
		Field    string        `json:"field,omitempty"`
		File     *jsonFile     `json:"file,omitempty"`
	}
	jsonResource struct {
		APIVersion string `json:"apiVersion"`
		Kind       string `json:"kind"`
		Name       string `json:"name"`
		Namespace  string `json:"namespace,omitempty"`
	}
	jsonFile struct {
		Path   string `json:"path,omitempty"`
		Index  int    `json:"index"`
		Line   int    `json:"line,omitempty"`
		Column int    `json:"column,omitempty"`
	}
)

// JSON writes the findings as one object.
func (r Report) JSON(w io.Writer, _ Options) error {
	report := jsonReport{Findings: make([]jsonFinding, 0, len(r.findings)), More: r.counts()}
	for _, f := range r.findings {
		j := jsonFinding{
			Code: f.Code, Severity: f.Severity, Message: f.Message, jsonPlace: placeJSON(f.Place),
			CurrentValue: f.Current, ProposedValue: f.Proposed,
		}
		if f.Other != nil {
			other := placeJSON(*f.Other)
			j.Other = &other
		}
		if f.Alike > 0 {
			j.Count = 1 + f.Alike
		}
		for _, p := range f.Also {
			j.Also = append(j.Also, placeJSON(p))
		}
		report.Findings = append(report.Findings, j)
	}
	return writeIndented(w, report)
}

func (r Report) counts() []jsonMore {
	var counts []jsonMore
	for _, f := range r.more {
		counts = append(counts, jsonMore{f.Code, f.Severity, f.More})
	}
	return counts
}

func placeJSON(p finding.Place) jsonPlace {
	j := jsonPlace{Field: p.Field}
	if p.Kind != "" {
		j.Resource = &jsonResource{p.APIVersion, p.Kind, p.Name, p.Namespace}
	}
	if p.File != "" || p.Line > 0 {
		j.File = &jsonFile{p.File, p.Index, p.Line, p.Column}
	}
	return j
}

// The part of SARIF 2.1.0 that GitHub code scanning reads.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool        `json:"tool"`
		Results    []sarifResult    `json:"results"`
		Properties *sarifProperties `json:"properties,omitempty"`
	}
	sarifProperties struct {
		More []jsonMore `json:"more"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID                   finding.Code     `json:"id"`
		ShortDescription     sarifText        `json:"shortDescription"`
		FullDescription      sarifText        `json:"fullDescription"`
		Help                 sarifText        `json:"help"`
		HelpURI              string           `json:"helpUri"`
		DefaultConfiguration sarifRuleDefault `json:"defaultConfiguration"`
	}
	sarifRuleDefault struct {
		Level string `json:"level"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID           finding.Code    `json:"ruleId"`
		RuleIndex        int             `json:"ruleIndex"`
		Level            string          `json:"level"`
		Message          sarifText       `json:"message"`
		Locations        []sarifLocation `json:"locations,omitempty"`
		RelatedLocations []sarifLocation `json:"relatedLocations,omitempty"`
		OccurrenceCount  int             `json:"occurrenceCount,omitempty"`
	}
	sarifLocation struct {
		Physical *sarifPhysical `json:"physicalLocation,omitempty"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
		Message  *sarifText     `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
	}
	sarifLogical struct {
		FullyQualifiedName string `json:"fullyQualifiedName"`
		Kind               string `json:"kind"`
	}
)

const projectURI = "https://github.com/novasphere/wukong-fn"

// SARIF writes the findings as GitHub code scanning reads them.
func (r Report) SARIF(w io.Writer, o Options) error {
	run := sarifRun{
		Tool:    sarifTool{sarifDriver{Name: "wukong-fn", Version: o.Version, InformationURI: projectURI}},
		Results: make([]sarifResult, 0, len(r.findings)),
	}
	index := map[finding.Code]int{}
	for i, rule := range finding.Rules() {
		index[rule.Code] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{
			ID: rule.Code, ShortDescription: sarifText{rule.Title}, FullDescription: sarifText{rule.Why}, Help: sarifText{rule.Remedy},
			HelpURI: projectURI + "/blob/main/docs/findings.md#" + rule.Anchor(), DefaultConfiguration: sarifRuleDefault{level(rule.Severity)},
		})
	}
	for i, f := range r.findings {
		result := sarifResult{RuleID: f.Code, RuleIndex: index[f.Code], Level: level(f.Severity), Message: sarifText{f.Message}}
		if l, ok := location(f.Place, r.found[i].Place.File, o.Dir); ok {
			result.Locations = []sarifLocation{l}
		}
		related := func(p finding.Place, file, message string) {
			if l, ok := location(p, file, o.Dir); ok {
				l.Message = &sarifText{message}
				result.RelatedLocations = append(result.RelatedLocations, l)
			}
		}
		if f.Other != nil {
			related(*f.Other, r.found[i].Other.File, "the other place")
		}
		if f.Alike > 0 { // code scanning shows the message, and no count
			result.Message.Text += " (" + f.AlikeText() + ")"
			result.OccurrenceCount = 1 + f.Alike
		}
		for j, p := range f.Also {
			related(p, r.found[i].Also[j].File, "the same here")
		}
		run.Results = append(run.Results, result)
	}
	if len(r.more) > 0 {
		run.Properties = &sarifProperties{r.counts()}
	}
	return writeIndented(w, sarifLog{
		Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run},
	})
}

// level is a severity in SARIF's words.
func level(s finding.Severity) string {
	if s == finding.Info {
		return "note"
	}
	return string(s)
}

// location is a place, with its file as a URI relative to where the command ran, or to a directory that was named by its
// absolute path; false for a place that says nothing.
func location(p finding.Place, file, dir string) (sarifLocation, bool) {
	var l sarifLocation
	if file != "" {
		file = hideUsers(file)
		if rel, err := filepath.Rel(dir, file); err == nil && filepath.IsAbs(dir) && filepath.IsLocal(rel) {
			file = filepath.ToSlash(rel)
		}
		l.Physical = &sarifPhysical{Artifact: sarifArtifact{(&url.URL{Path: file}).String()}}
		if p.Line > 0 {
			l.Physical.Region = &sarifRegion{p.Line, p.Column}
		}
	}
	if p.Kind != "" {
		name := p.Resource()
		if p.Field != "" {
			name += "." + p.Field
		}
		l.Logical = []sarifLogical{{name, "object"}}
	}
	return l, l.Physical != nil || l.Logical != nil
}
