// Command sbom prints an SPDX 2.3 document (JSON) of a Go binary: the binary, the Go
// standard library and every module that the linker recorded in it, each with its
// package URL and, where the module sum is known, its checksum.
//
// SBOM_VERSION is the binary's version and SBOM_CREATED the document's time, both
// required: nothing is read from the clock, so the same binary gives the same bytes.
package main

import (
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
)

func main() {
	if err := run(os.Args[1:], os.Getenv("SBOM_VERSION"), os.Getenv("SBOM_CREATED"), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "sbom:", err)
		os.Exit(1)
	}
}

func run(args []string, version, created string, out io.Writer) error {
	if len(args) != 1 || version == "" || created == "" {
		return errors.New("usage: SBOM_VERSION=V SBOM_CREATED=TIME sbom BINARY")
	}
	info, err := buildinfo.ReadFile(args[0])
	if err != nil {
		return fmt.Errorf("reading the build information of %s: %w", args[0], err)
	}
	binary, err := os.ReadFile(args[0])
	if err != nil {
		return fmt.Errorf("reading the binary: %w", err)
	}
	sum := sha256.Sum256(binary)
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(describe(info, version, created, hex.EncodeToString(sum[:])))
}

// The parts of an SPDX 2.3 document in use, in the order of its specification.
type (
	document struct {
		SPDXVersion       string         `json:"spdxVersion"`
		DataLicense       string         `json:"dataLicense"`
		SPDXID            string         `json:"SPDXID"`
		Name              string         `json:"name"`
		DocumentNamespace string         `json:"documentNamespace"`
		CreationInfo      creationInfo   `json:"creationInfo"`
		DocumentDescribes []string       `json:"documentDescribes"`
		Packages          []pkg          `json:"packages"`
		Relationships     []relationship `json:"relationships"`
	}
	creationInfo struct {
		Created  string   `json:"created"`
		Creators []string `json:"creators"`
	}
	pkg struct {
		Name             string        `json:"name"`
		SPDXID           string        `json:"SPDXID"`
		VersionInfo      string        `json:"versionInfo"`
		DownloadLocation string        `json:"downloadLocation"`
		FilesAnalyzed    bool          `json:"filesAnalyzed"`
		Checksums        []checksum    `json:"checksums,omitempty"`
		LicenseConcluded string        `json:"licenseConcluded"`
		LicenseDeclared  string        `json:"licenseDeclared"`
		CopyrightText    string        `json:"copyrightText"`
		Comment          string        `json:"comment,omitempty"`
		ExternalRefs     []externalRef `json:"externalRefs,omitempty"`
	}
	checksum struct {
		Algorithm     string `json:"algorithm"`
		ChecksumValue string `json:"checksumValue"`
	}
	externalRef struct {
		ReferenceCategory string `json:"referenceCategory"`
		ReferenceType     string `json:"referenceType"`
		ReferenceLocator  string `json:"referenceLocator"`
	}
	relationship struct {
		SPDXElementID      string `json:"spdxElementId"`
		RelationshipType   string `json:"relationshipType"`
		RelatedSPDXElement string `json:"relatedSpdxElement"`
	}
)

const noAssertion = "NOASSERTION"

func describe(info *debug.BuildInfo, version, created, sha256 string) document {
	root := module(info.Main.Path, version, "")
	root.SPDXID = "SPDXRef-binary"
	root.Checksums = []checksum{{"SHA256", sha256}}
	stdlib := module("std", strings.TrimPrefix(info.GoVersion, "go"), "")
	stdlib.ExternalRefs[0].ReferenceLocator = "pkg:golang/stdlib@" + stdlib.VersionInfo

	d := document{
		SPDXVersion: "SPDX-2.3", DataLicense: "CC0-1.0", SPDXID: "SPDXRef-DOCUMENT", Name: "wukong-fn-" + version,
		DocumentNamespace: "https://" + info.Main.Path + "/spdx/" + version + "-" + sha256,
		CreationInfo:      creationInfo{Created: created, Creators: []string{"Tool: wukong-fn-hack-sbom"}},
		DocumentDescribes: []string{root.SPDXID},
		Packages:          []pkg{root, stdlib},
		Relationships:     []relationship{{"SPDXRef-DOCUMENT", "DESCRIBES", root.SPDXID}, {root.SPDXID, "DEPENDS_ON", stdlib.SPDXID}},
	}
	for _, dependency := range info.Deps { // the linker sorts them
		if dependency.Replace != nil {
			dependency = dependency.Replace
		}
		p := module(dependency.Path, dependency.Version, dependency.Sum)
		d.Packages = append(d.Packages, p)
		d.Relationships = append(d.Relationships, relationship{root.SPDXID, "DEPENDS_ON", p.SPDXID})
	}
	return d
}

func module(path, version, sum string) pkg {
	p := pkg{
		Name: path, SPDXID: "SPDXRef-" + identifier(path+"-"+version), VersionInfo: version,
		DownloadLocation: noAssertion, LicenseConcluded: noAssertion, LicenseDeclared: noAssertion, CopyrightText: noAssertion,
		ExternalRefs: []externalRef{{"PACKAGE-MANAGER", "purl", "pkg:golang/" + path + "@" + version}},
	}
	if sum != "" { // a hash over the module's tree, which is no file's checksum
		p.Comment = "go.sum " + sum
	}
	return p
}

// identifier keeps the letters, digits, dots and hyphens that an SPDX id may have.
func identifier(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-':
			return r
		}
		return '-'
	}, text)
}
