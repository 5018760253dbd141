package v1alpha1

import (
	"net/netip"
	slashed "path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/spell"
)

// What is proposed is valid where it is proposed, or it is empty: TestProposalsAreValid.

// asLabel is the DNS label nearest to s, empty where there is none, where s is too long to be one, and where YAML would
// not read the label as text.
func asLabel(s string, limit int) string {
	folded, ok := ascii(s)
	if !ok {
		return ""
	}
	parts := strings.FieldsFunc(strings.ToLower(folded), func(r rune) bool { return r > unicode.MaxASCII || !isLower(byte(r)) })
	label := strings.Join(parts, "-")
	if len(label) > limit || !isLabel(label) || !plainText(label) {
		return ""
	}
	return label
}

// asLogin is the login name nearest to s, empty where there is none.
func asLogin(s string) string {
	folded, _ := ascii(s)
	if folded = strings.ToLower(folded); !isUserName(folded) || !plainText(folded) {
		return ""
	}
	return folded
}

// ascii is a text without accents and with letters that are written otherwise in ASCII; ok is false for other scripts.
func ascii(s string) (text string, ok bool) {
	s = strings.NewReplacer(
		"ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue", "ß", "ss", "ø", "o", "Ø", "O", "æ", "ae", "Æ", "Ae",
		"œ", "oe", "Œ", "Oe", "ł", "l", "Ł", "L", "đ", "d", "Đ", "D", "ð", "d", "Ð", "D", "þ", "th", "Þ", "Th", "ı", "i",
	).Replace(norm.NFC.String(s))
	ok = true
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r): // an accent
			return -1
		case r > unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			ok = false
		}
		return r
	}, norm.NFD.String(s))
	return text, ok
}

// plainText holds for a word that YAML reads as text wherever it stands without quotes: it begins with a letter or has one
// that no number has, and is none of YAML 1.1's words.
func plainText(s string) bool {
	if slices.Contains([]string{"y", "n", "yes", "no", "on", "off", "true", "false", "null"}, strings.ToLower(s)) {
		return false
	}
	return s != "" && (s[0] > '9' || strings.ContainsAny(s, "ghijklmnpqrstuvwyz"))
}

// nearestSeverity is the severity that a word of other tools stands for.
func nearestSeverity(word string, allowed []string) string {
	switch strings.ToLower(word) {
	case "fatal", "critical", "failure", "fail", "high":
		return string(finding.Error)
	case "medium", "minor":
		return string(finding.Warning)
	case "off", "ignore", "ignored", "none", "no", "false", "note", "notice", "hint", "debug", "low", "disabled", "silent", "never":
		return string(finding.Info)
	}
	return spell.Nearest(word, allowed)
}

// nearestRelease is the release nearest to a version: the highest up to it, else the lowest; of what is no version the one
// that is written most like it, and the highest for the word latest. Versions are in ascending order.
func nearestRelease(version string, versions []string) string {
	if version == "latest" || version == "stable" {
		return versions[len(versions)-1]
	}
	given, ok := release(version)
	if !ok {
		return spell.Nearest(version, versions)
	}
	nearest := versions[0]
	for _, v := range versions {
		if built, ok := release(v); ok && slices.Compare(built, given) <= 0 {
			nearest = v
		}
	}
	return nearest
}

// release reads v0.85.1, perhaps without the v or its last numbers. A number that is missing counts as the highest.
func release(version string) (numbers []int, ok bool) {
	for part := range strings.SplitSeq(strings.TrimPrefix(strings.ToLower(version), "v"), ".") {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 {
			return nil, false
		}
		numbers = append(numbers, n)
	}
	for len(numbers) < 3 {
		numbers = append(numbers, 1<<30)
	}
	return numbers, true
}

// nearestAddress is the address without what does not belong to it: zeros in front, a prefix length, a zone, blanks.
func nearestAddress(value string) string {
	value, _, _ = strings.Cut(strings.TrimSpace(value), "/")
	value, _, _ = strings.Cut(value, "%")
	if parts := strings.Split(value, "."); len(parts) == 4 {
		for i, p := range parts {
			parts[i] = strings.TrimLeft(p[:max(len(p)-1, 0)], "0") + p[max(len(p)-1, 0):]
		}
		value = strings.Join(parts, ".")
	}
	if a, err := netip.ParseAddr(value); err == nil {
		return a.String()
	}
	return ""
}

// nearestPrefix is an address with a prefix length: its own where that is one, else the usual one that holds the gateway.
// It is empty for an address that would be the network's or the broadcast address in it.
func nearestPrefix(value, gateway string) string {
	a, err := netip.ParseAddr(nearestAddress(value))
	if err != nil || a.IsLoopback() || a.IsUnspecified() || a.IsMulticast() { // which no host can have
		return ""
	}
	if _, length, found := strings.Cut(value, "/"); found {
		bits, err := strconv.Atoi(strings.TrimSpace(length))
		if err != nil || bits < 0 || bits > a.BitLen() {
			return ""
		}
		return netip.PrefixFrom(a, bits).String()
	}
	bits, least := 24, 16
	if a.Is6() {
		bits, least = 64, 48
	}
	g, err := netip.ParseAddr(gateway)
	for err == nil && g.Is4() == a.Is4() && bits > least && !netip.PrefixFrom(a, bits).Masked().Contains(g) {
		bits--
	}
	prefix := netip.PrefixFrom(a, bits)
	if next := a.Next(); prefix.Masked().Addr() == a || a.Is4() && (!next.IsValid() || !prefix.Masked().Contains(next)) {
		return ""
	}
	return prefix.String()
}

// nearestImage corrects blanks around an image and the scheme before it.
func nearestImage(image string) string {
	scheme, rest, found := strings.Cut(strings.TrimSpace(image), "://")
	switch {
	case !found:
		rest = scheme
	case slices.Contains([]string{SourceS3, SchemePVC, SchemeSnapshot}, scheme):
		return "" // what is missing is known to the user alone
	case scheme == "oci":
		scheme = imageSchemes[2]
	default:
		scheme = spell.Nearest(scheme, imageSchemes[:])
	}
	switch {
	case rest == "" || found && scheme == "" || strings.ContainsFunc(rest, noImageRune):
		return ""
	case found:
		return scheme + "://" + rest
	}
	return rest
}

// nearestRegistry is a registry without scheme and slashes at its end.
func nearestRegistry(registry string) string {
	if _, rest, found := strings.Cut(registry, "://"); found {
		registry = rest
	}
	if registry = strings.TrimRight(strings.TrimSpace(registry), "/"); !isRegistry(registry) {
		return ""
	}
	return registry
}

// nearestInside is a path without what leads out.
func nearestInside(p string) string { return "." + slashed.Clean("/"+p) }
