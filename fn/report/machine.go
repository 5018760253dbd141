package report

import (
	"encoding/json"
	"fmt"
	"io"
	"path"
	"path/filepath"

	"github.com/novasphere/wukong-fn/render/finding"
)

// The formats of validate.
const (
	FormatText  = "text"
	FormatJSON  = "json"
	FormatSARIF = "sarif"
)

// Format is the function that writes findings in a format, nil where there is no such format.
func Format(name string) func(io.Writer, []finding.Finding, Options) error {
	switch name {
	case FormatText:
		return Text
	case FormatJSON:
		return JSON
	case FormatSARIF:
		return SARIF
	}
	return nil
}

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
	}
	jsonFinding struct {
		Code     finding.Code     `json:"code"`
		Severity finding.Severity `json:"severity"`
		Message  string           `json:"message"`
		jsonPlace
		CurrentValue  string     `json:"currentValue,omitempty"`
		ProposedValue string     `json:"proposedValue,omitempty"`
		Other         *jsonPlace `json:"other,omitempty"`
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

// JSON writes findings as one object.
func JSON(w io.Writer, found []finding.Finding, _ Options) error {
	report := jsonReport{Findings: make([]jsonFinding, 0, len(found))}
	for _, f := range found {
		j := jsonFinding{Code: f.Code, Severity: f.Severity, Message: f.Message, jsonPlace: placeJSON(f.Place), CurrentValue: f.Current, ProposedValue: f.Proposed}
		if f.Other != nil {
			other := placeJSON(*f.Other)
			j.Other = &other
		}
		report.Findings = append(report.Findings, j)
	}
	return writeIndented(w, report)
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
		Tool    sarifTool     `json:"tool"`
		Results []sarifResult `json:"results"`
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

// SARIF writes findings as GitHub code scanning reads them.
func SARIF(w io.Writer, found []finding.Finding, o Options) error {
	run := sarifRun{
		Tool:    sarifTool{sarifDriver{Name: "wukong-fn", Version: o.Version, InformationURI: projectURI}},
		Results: make([]sarifResult, 0, len(found)),
	}
	index := map[finding.Code]int{}
	for i, r := range finding.Rules() {
		index[r.Code] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{
			ID: r.Code, ShortDescription: sarifText{r.Title}, FullDescription: sarifText{r.Why}, Help: sarifText{r.Remedy},
			HelpURI: projectURI + "/blob/main/docs/findings.md#" + r.Anchor(), DefaultConfiguration: sarifRuleDefault{level(r.Severity)},
		})
	}
	for _, f := range found {
		result := sarifResult{RuleID: f.Code, RuleIndex: index[f.Code], Level: level(f.Severity), Message: sarifText{f.Message}}
		if l, ok := location(f.Place, o.Dir); ok {
			result.Locations = []sarifLocation{l}
		}
		if f.Other != nil {
			if l, ok := location(*f.Other, o.Dir); ok {
				l.Message = &sarifText{"the other place"}
				result.RelatedLocations = []sarifLocation{l}
			}
		}
		run.Results = append(run.Results, result)
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

// location is a place, with its file relative to where the command ran; false for a place that says nothing.
func location(p finding.Place, dir string) (sarifLocation, bool) {
	var l sarifLocation
	if p.File != "" {
		file := p.File
		if !filepath.IsAbs(dir) && dir != "-" {
			file = path.Join(filepath.ToSlash(dir), file)
		}
		l.Physical = &sarifPhysical{Artifact: sarifArtifact{file}}
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
