package report

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/novasphere/wukong-fn/render/finding"
)

// The most that is shown of one text, in bytes. What we write ourselves is shorter, and so are all names that pass.
const (
	longestMessage = 2000
	longestPath    = 4096
	longestName    = 260
	longestValue   = 200
)

// Visible is a text that may hold names and paths of strangers, as a terminal or a log may show it: on one line, with an
// escape such as \x1b or \u202e for every character that Go does not count as printable (control characters, line breaks,
// marks that turn the direction of text, bytes that are not UTF-8). URLs lose their user part and query. What CI systems read as a
// command has its first character escaped: ::NAME::TEXT at the start of a line and ##[...] anywhere (GitHub Actions),
// ##vso[...] anywhere (Azure Pipelines).
func Visible(text string) string { return shown(text, longestMessage) }

// visible is a finding as it may be shown.
func visible(f finding.Finding) finding.Finding {
	f.Message = shown(f.Message, longestMessage)
	f.Current, f.Proposed = shown(f.Current, longestValue), shown(f.Proposed, longestValue)
	f.Place = visiblePlace(f.Place)
	if f.Other != nil {
		other := visiblePlace(*f.Other)
		f.Other = &other
	}
	f.Also = slices.Clone(f.Also)
	for i, p := range f.Also {
		f.Also[i] = visiblePlace(p)
	}
	return f
}

func visiblePlace(p finding.Place) finding.Place {
	p.APIVersion, p.Kind = shown(p.APIVersion, longestName), shown(p.Kind, longestName)
	p.Namespace, p.Name = shown(p.Namespace, longestName), shown(p.Name, longestName)
	p.Field, p.File, p.Text = shown(p.Field, longestPath), shownPath(p.File), shown(p.Text, longestValue)
	return p
}

// shownPath is a path with which a line may begin, with other texts behind it: they must not make a command of it either.
func shownPath(path string) string {
	path = shown(path, longestPath)
	if rest, found := strings.CutPrefix(strings.TrimLeft(path, " "), "::"); found {
		return path[:len(path)-len(rest)-2] + `\x3a:` + rest
	}
	return path
}

// shown is a text as Visible has it, of which a long one loses its end.
func shown(s string, longest int) string {
	if len(s) <= longest {
		return escape(hideUsers(s))
	}
	for !utf8.RuneStart(s[longest]) && longest > 0 {
		longest--
	}
	s = s[:longest]
	word := strings.LastIndexAny(s, between) + 1
	if colon := strings.IndexByte(s[word:], ':'); colon >= 0 {
		s = s[:word+colon+1] // what is left may be the user part of a URL
	}
	return escape(hideUsers(s)) + "…"
}

// between is what stands between words, no URL among them.
const between = " \t\r\n\"'`<>"

// hideUsers takes out of the URLs in a text what may be a secret.
func hideUsers(s string) string {
	if !strings.ContainsAny(s, "@?") {
		return s
	}
	var out strings.Builder
	for s != "" {
		end := strings.IndexAny(s, between)
		if end < 0 {
			end = len(s)
		}
		out.WriteString(hideUser(s[:end]))
		out.WriteString(s[end:min(end+1, len(s))])
		s = s[min(end+1, len(s)):]
	}
	return out.String()
}

var (
	// digest is how a container image goes on behind its name.
	digest = regexp.MustCompile(`^@[a-z0-9]+:[0-9a-fA-F]{32,}$`)
	// query is a query of a URL that kustomize understands; others may have a token in them.
	query = regexp.MustCompile(`^\?((ref|version|timeout|submodules|depth)=[\w./-]*&?)*$`)
)

// hideUser takes the user part out of a word that is a URL or USER:PASSWORD@HOST, and the query of a URL. The user part ends
// at the last "@" but one that leads in a digest, for a password may hold any character.
func hideUser(word string) string {
	const mark = "://"
	url := strings.Index(word, mark)
	if i := strings.IndexByte(word, '?'); url >= 0 && i > url && !query.MatchString(word[i:]) && !strings.Contains(word[i:], "@") {
		word = word[:i] + "?…"
	}
	at := strings.LastIndexByte(word, '@')
	if at >= 0 && digest.MatchString(word[at:]) {
		at = strings.LastIndexByte(word[:at], '@')
	}
	switch {
	case at < 0:
		return word
	case url >= 0 && url < at:
		return word[:url+len(mark)] + "…" + hideUser(word[at:])
	case strings.Contains(word[:at], ":"):
		return "…" + word[at:]
	}
	return word
}

// escape replaces what is not printable.
func escape(s string) string {
	if harmless(s) {
		return s
	}
	out := make([]byte, 0, len(s)+16)
	if rest := strings.TrimLeft(s, " "); strings.HasPrefix(rest, "::") && strings.Contains(rest[2:], "::") {
		out = append(append(out, s[:len(s)-len(rest)]...), `\x3a`...)
		s = rest[1:]
	}
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			out = append(out, strconv.Quote(s[i : i+1])[1:5]...)
		case r == '#' && isCommand(s[i:]):
			out = append(out, `\x23`...)
		case strconv.IsPrint(r):
			out = append(out, s[i:i+size]...)
		default:
			quoted := strconv.QuoteRune(r)
			out = append(out, quoted[1:len(quoted)-1]...)
		}
		i += size
	}
	return string(out)
}

// harmless holds for nearly all texts.
func harmless(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '#' || c == ':' && i > 0 && s[i-1] == ':' {
			return false
		}
	}
	return true
}

// isCommand holds for what begins like a command that may stand anywhere in a line.
func isCommand(s string) bool {
	rest, found := strings.CutPrefix(s, "##")
	return found && rest != "" && (rest[0] == '[' || rest[0]|0x20 >= 'a' && rest[0]|0x20 <= 'z')
}
