package yaml

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// SyntaxError says that a text is not YAML, and what to do. Line and Column count from 1 in the text that was given; Column
// is 0 where no single character is to blame. Msg repeats nothing of the text but a single character.
type SyntaxError struct {
	Line, Column int
	Msg          string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("line %d: not valid YAML: %s", e.Line, e.Msg)
}

// Moved is the error with its line counted in a text that starts by so many lines earlier.
func (e *SyntaxError) Moved(lines int) *SyntaxError {
	return &SyntaxError{Line: e.Line + lines, Column: e.Column, Msg: e.Msg}
}

var (
	messageLine = regexp.MustCompile(`^(?:yaml: )?(?:line (\d+): )?`)
	aliasName   = regexp.MustCompile(`unknown anchor '.*' referenced`)
)

// splitMessage is the library's message, and the line that it gives, 0 for none.
func splitMessage(err error) (message string, line int) {
	head := messageLine.FindStringSubmatch(err.Error())
	line, _ = strconv.Atoi(head[1])
	return aliasName.ReplaceAllString(err.Error()[len(head[0]):], unknownAnchor), line
}

// syntaxError gives the library's error the line that is wrong, and words that say what to do.
func syntaxError(text string, err error) *SyntaxError {
	message, _ := splitMessage(err)
	last := 1 + strings.Count(strings.TrimRight(text, " \t\r\n"), "\n") // where something is missing at the end
	e := &SyntaxError{Line: min(max(brokenLine(text, message), 1), last), Msg: message}
	e.explain(lineOf(text, e.Line))
	return e
}

// The library's messages that need a look at the text.
const (
	noKey      = "did not find expected key"
	noDash     = "did not find expected '-' indicator"
	tabBetween = "found a tab character that violates indentation"
	tabInBlock = "found a tab character where an indentation space is expected"
	noToken    = "found character that cannot start any token"
	// unknownAnchor is without the anchor's name: it may be a secret that starts with an asterisk and lacks its quotes.
	unknownAnchor = "unknown anchor referenced"
)

// parserMessages are those for which the library gives the line before the one that it means (go.yaml.in/yaml/v3 3.0.5).
var parserMessages = []string{
	"did not find expected <stream-start>", "did not find expected <document start>", "did not find expected node content",
	"did not find expected ',' or ']'", "did not find expected ',' or '}'",
	"found undefined tag handle", "found duplicate %YAML directive", "found incompatible YAML document", "found duplicate %TAG directive",
}

// brokenLine is the line that err is about: where a text in quotes or a list in brackets begins that is not closed, else
// the first line that does not fit.
func brokenLine(text, message string) int {
	switch message {
	case noKey, noDash, unknownAnchor, tabBetween, tabInBlock: // the library gives another line, or none
		return unknownLine(text)
	}
	// The library gives no line for what begins in the first one: so nothing does.
	_, err := readLibrary("\n" + strings.TrimPrefix(text, "\ufeff"))
	if err == nil {
		return 0
	}
	_, line := splitMessage(err)
	switch {
	case line == 0:
		return badByteLine(text)
	case !slices.Contains(parserMessages, message):
		line--
	}
	return line
}

// leadingTab is the index of a tab in the indentation of a line, -1 where there is none.
func leadingTab(line string) int {
	if at := strings.IndexByte(line, '\t'); at >= 0 && strings.Trim(line[:at], " -") == "" {
		return at
	}
	return -1
}

// remedies are what to do about the library's messages.
var remedies = map[string]string{
	noKey:                                "the line does not go on with the mapping above it: correct its indentation, or the quotes before it",
	noDash:                               "the line does not go on with the list above it: begin it with a dash in the list's column, or correct its indentation",
	"did not find expected ',' or ']'":   "a list that begins with [ is not closed: add the ] or the comma that is missing",
	"did not find expected ',' or '}'":   "a mapping that begins with { is not closed: add the } or the comma that is missing",
	"did not find expected node content": "a value is missing before a bracket, a brace or the end: add the value, or write the text in quotes",
	"could not find expected ':'":        "the line has no colon with a blank behind its key: write KEY: VALUE",
	"mapping values are not allowed in this context":         "the line has a colon where no key can stand: correct its indentation or that of the line before it, or write a text that holds a colon and a blank in quotes",
	"block sequence entries are not allowed in this context": "a list cannot start behind its key: put each entry on a line of its own after a dash",
	"found unexpected end of stream":                         "a text that begins with a quote is not closed: add the quote",
	"found unexpected document indicator":                    "a text that begins with a quote is not closed before --- or ...: add the quote",
	"found unknown escape character":                         "the backslash stands before a character that YAML has no escape for: write two backslashes, or use single quotes",
	"control characters are not allowed":                     "the line has a control character: remove it, or write it as an escape in double quotes",
	"invalid leading UTF-8 octet":                            notUTF8,
	"invalid trailing UTF-8 octet":                           notUTF8,
	"incomplete UTF-8 octet sequence":                        notUTF8,
	unknownAnchor:                                            "a value that begins with * is an alias, and its anchor does not exist: write a text in quotes",
}

const notUTF8 = "the line is not in UTF-8: save the file in UTF-8"

// explain says in our words what the library found wrong in a line, and where a single character is to blame.
func (e *SyntaxError) explain(line string) {
	switch e.Msg {
	case noToken, tabBetween, tabInBlock:
		if at := leadingTab(line); at >= 0 {
			e.Column, e.Msg = at+1, "a tab is used for indentation, and YAML takes only blanks: replace the tab by blanks"
			return
		}
		if at, c := unquotable(line); at >= 0 {
			e.Column, e.Msg = at+1, "a value cannot begin with "+c+": write it in quotes"
		}
		return
	}
	if remedy := remedies[e.Msg]; remedy != "" {
		e.Msg = remedy
	}
}

// unquotable finds the first character of a line that no unquoted value begins with, behind a blank.
func unquotable(line string) (at int, character string) {
	for i := range len(line) {
		if c := line[i]; (c == '@' || c == '`' || c == '%' || c == '\t') && (i == 0 || strings.IndexByte(" \t[{,", line[i-1]) >= 0) {
			if c == '\t' {
				return i, "a tab"
			}
			return i, line[i : i+1]
		}
	}
	return -1, ""
}

// lineOf is a line of a text, counted from 1, without its line break; empty behind the end.
func lineOf(text string, line int) string {
	for range line - 1 {
		_, rest, found := strings.Cut(text, "\n")
		if !found {
			return ""
		}
		text = rest
	}
	text, _, _ = strings.Cut(text, "\n")
	return text
}

// badByteLine is the first line with a byte that YAML does not allow, 0 where there is none.
func badByteLine(text string) int {
	line := 1
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == '\n':
			line++
		case r == utf8.RuneError && size == 1, r < ' ' && r != '\t' && r != '\r', r == 0x7f:
			return line
		}
		i += size
	}
	return 0
}
