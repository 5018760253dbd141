package report

import (
	"regexp"
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
// marks that turn the direction of text, bytes that are not UTF-8). URLs lose their user part. What CI systems read as a
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
	return f
}

func visiblePlace(p finding.Place) finding.Place {
	p.APIVersion, p.Kind = shown(p.APIVersion, longestName), shown(p.Kind, longestName)
	p.Namespace, p.Name = shown(p.Namespace, longestName), shown(p.Name, longestName)
	p.Field, p.File, p.Text = shown(p.Field, longestPath), shown(p.File, longestPath), shown(p.Text, longestValue)
	return p
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
	if url := strings.LastIndex(s, urlMark); url >= 0 && urlEnd(s[url:]) == len(s)-url {
		s = s[:url+len(urlMark)] // what is left of it may be a part of the user's
	}
	return escape(hideUsers(s)) + "…"
}

// urlMark is what tells a URL.
const urlMark = "://"

// urlEnd is where a URL at the start of a text ends.
func urlEnd(s string) int {
	if end := strings.IndexAny(s, " \t\r\n\"'`<>"); end >= 0 {
		return end
	}
	return len(s)
}

// digest is how a container image goes on behind its name.
var digest = regexp.MustCompile(`^@[a-z0-9]+:[0-9a-fA-F]{32,}$`)

// hideUsers takes the user part out of the URLs in a text: it may hold a password. The part ends at the last "@" of the
// URL but one that leads in a digest, for a password may hold any character.
func hideUsers(s string) string {
	if !strings.Contains(s, urlMark) {
		return s
	}
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(s, urlMark)
		out.WriteString(before)
		if !found {
			return out.String()
		}
		out.WriteString(urlMark)
		end := urlEnd(rest)
		at := strings.LastIndexByte(rest[:end], '@')
		if at >= 0 && digest.MatchString(rest[at:end]) {
			at = strings.LastIndexByte(rest[:at], '@')
		}
		if at >= 0 {
			out.WriteString("…")
			rest = rest[at:]
		}
		s = rest
	}
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
