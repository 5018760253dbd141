package encode_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

const (
	cni = `{"cniVersion":"0.3.1","name":"web","type":"cnv-bridge","bridge":"br-web","macspoofchk":true}`

	userData = "#cloud-config\nhostname: web\nusers:\n- name: admin\n  ssh_authorized_keys:\n  - ssh-ed25519 AAAA admin@example.com\n\nruncmd:\n- [sh, -c, 'echo \"hi\"']\n"
)

// stringCases are the strings that decide between styles, folds and types; they are the seeds of the fuzz test, too.
func stringCases() map[string][]string {
	long := strings.TrimSpace(strings.Repeat("word and more ", 20))
	return map[string][]string{
		"everyday": {
			"web", "web-vm", "10.0.0.1/24", "10.0.0.1", "30Gi", "2Gi", "500m", "0.5Gi", "02:ab:cd:ef:00:01", "02:00:00:00:00:01",
			"52:54:00:12:34:56", "0e:00:00:00:00:01", "8e5b1a52-3f6c-4d2b-9a01-7c3d5e9f1a2b", "12345678-1234-1234-1234-123456789012",
			"http://images.example.com/x.img", "quay.io/x/y:v1", "docker://quay.io/x/y:v1", "registry:5000/x", "v0.85.1", "apps/v1",
			"br-web", "ens160.100", "fn.novasphere.dev/v1alpha1", "Wukong/default/web", cni, `{"a":1}`, `{"a": 1, "b": [1, 2]}`, userData,
			"fd00::1/64", "fd00::1", "10::1", "::1", "1::", "ssh-ed25519 AAAAC3 me@example.com", "a,b", "100%", "$(VAR)", "a=b", "a'b", `a"b`, `a\b`,
		},
		"other types": {
			"", "~", "null", "Null", "NULL", "nULL", "y", "Y", "yes", "Yes", "YES", "yEs", "n", "N", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF",
			"true", "True", "TRUE", "false", "False", "FALSE", "tRue", "0", "1", "-1", "+1", "007", "08", "0o7", "0o8", "0x1F", "0X1f", "0xG", "0b11", "0b12", "-0b1",
			"0b-1", "0b+1", "-0b-1", "+0b1", "1_000", "_1", "1_", "0_x1F", "0_", "1__0", "-_1", "+_", "1e3", "1E3", "1e", "1e+3", "1e-3", "1e999", "1.e1", "1.", "1.5", ".5", "-.5", ".", "..", "...",
			"....", ".a", ".5e1", "._5", ".5_5", ".5_5e1", ".5_5e+1", ".5_5e5_5", ".5_", ".5__5", ".5_5f", ".5_e3", ".status.conditions[?(@.status==\"True\")].type", ".1a", ".e-", ".infinity", ".Nano", "0b7335f2-f1b9-5314-b2e2-7ea20dfa3d40", "0x-1", "0x1-2", "0o1-", ".nan", ".NaN", ".NAN", ".nAn", ".inf", "+.inf", "-.Inf", "-inf", "inf", "nan", "NaN", "Infinity", "-Infinity", "0x1p-2", "1.5.2", "1-2", "1+2", "--1", "+-1",
			"12:34:56", "1:2", "1:60", "1:59", "12:34:56.7", "12:34:56.", "-1:2", "+1:2", "190:20:30", "1:2:", "8080:80", "80:8080", "1::2", "12:34:", "22:22",
			"2024-01-01", "2024-1-1", "2024-13-01", "2024-01-01T00:00:00Z", "2024-01-01t00:00:00z", "2024-01-01 00:00:00", "2024-01-01 00:00:00.5", "2024-01-01T00:00:00+01:00",
			"2024-01-backup", "2024-0", "2024-", "2024-a", "20240101", "01-01-2024", "2024-01-01 10:00:00." + strings.Repeat("9", 90),
			"18446744073709551615", "18446744073709551616", "-9223372036854775809", strings.Repeat("9", 309), strings.Repeat("1", 301), strings.Repeat("9", 308) + ".5",
		},
		"indicators": {
			"#x", "a #b", "a#b", "a: b", "a:b", "a:", ":", ": a", ":a", "-", "- x", "-x", "--", "---", "--- a", "----", "-a: b", "?", "? x", "?x", "!x", "!", "&x", "*", "*x", "<<", "=", "==", "|", ">", "|x", "%", "%x", "@x", "`x`",
			"'", "''", "'a'", `"`, `"a"`, "[", "[a]", "]", "{", "}", "{}", "[]", ",", ",a", "a, b", "a]b", "key: 'v'", "<a&b>", "a<b>c&d", "\\", "a\\nb", "//", "/", "=a", "~a", "a~", "$", "^", "(", ";", "+", "+a", "-.", "-_", "?:", ":?", "- - a", "x: ", " x:",
		},
		"blanks": {
			" ", "  ", " a", "a ", " a ", "  a  b  ", "\t", "\ta", "a\t", "a\tb", "a \tb", "\r", "a\r", "a\r\nb", "a\r\n", "\r\n", "a\rb", "# \t", ":\t", "a:\tb", "a\t#b",
		},
		"lines": {
			"\n", "\n\n", "\n\n\n", "a\n", "a\n\n", "a\n\n\n", "a\nb", "a\nb\n", "a\n\nb", "\na", "\n\na", "\n a", " \na", " a\nb", "  a\n b\n", "a\n b", "a\n  b\nc\n", "a \nb", "a\nb ", "a\nb \n", "a\n \nb", "a\n ", "\n ", " \n", "\n \n",
			"a\n\tb\n", "\ta\nb", "a\nb\x00", "yes\n", "1\n", "~\n", "- a\n- b\n", "#x\ny", "---\na\n", "...\n", "a: b\nc: d\n", "| a\nb", "héllo\nwörld\n", "a\n\u2028b", strings.Repeat("long line of text ", 10) + "\nb\n", "a\n" + strings.TrimSpace(strings.Repeat("word ", 30)),
			strings.Repeat("tab\there and more words ", 8) + "\n", strings.Repeat("trail \n", 30),
		},
		"beyond ASCII": {
			"é", "größe", "日本語", "日本 語", "→", "…", "“x”", "\u00a0", "a\u00a0b", "\u00ad", "\u0080", "a\u0085b", "\u0085", "\u009f", "\u2028", "a\u2029b", "\ufeff", "\ufeffa", "a\ufeffb", "\ue000", "\ufffd", "\ufffe", "\uffff", "\ud7ff", "😀", "a 😀 b", "e\u0301",
			"é: ü", "é #ü", "\"é\"", "é\n", strings.TrimSpace(strings.Repeat("größe über alles ", 12)), strings.TrimSpace(strings.Repeat("日本 語 ", 40)), strings.TrimSpace(strings.Repeat("x 😀 ", 40)),
		},
		"control and broken": {
			"\x00", "\x01", "a\x07b", "\b", "\v", "\f", "\x1b[0m", "\x1f", "\x7f", "a\x7f", "\xff", "\xff\xfe", "a\xc3", "\xc3(", "\xed\xa0\x80", "a\x00 #b", "\x00:", ":\x00",
		},
		"long": {
			long, long + " ", " " + long, "'" + long, long + ": x", `"` + long + `"`, "{" + long + "}", "it's " + long, strings.Repeat("it's # ", 30), "# " + long, strings.Repeat("a  b ", 40), strings.Repeat("ab   ", 40) + "x",
			strings.Repeat(" ", 100), strings.Repeat(" ", 100) + "x", "x" + strings.Repeat(" ", 100), "x" + strings.Repeat(" ", 100) + "y", "\x01" + strings.Repeat(" ", 100) + "y", "\x01 " + long, "\x01" + strings.Repeat("a  b ", 40), "\x01" + strings.Repeat("c\td e\x02 ", 30),
			strings.Repeat("k", 78) + " b c", strings.Repeat("k", 79) + " b c", strings.Repeat("k", 80) + " b c", strings.Repeat("k", 81) + " b c", strings.Repeat("k", 81) + " b ", strings.Repeat("k", 200), strings.Repeat("'", 79) + " b c d",
			strings.Repeat("k", 128), strings.Repeat("k", 129), strings.Repeat("é", 64), strings.Repeat("é", 65), strings.Repeat("k", 1024), strings.Repeat("k", 1030), strings.Repeat("k ", 60) + "k", strings.Repeat("k ", 70) + "k", strings.Repeat(`{"a": "b c"}, `, 20),
			"a #" + strings.Repeat(" b", 70), "a: " + strings.Repeat("b ", 62) + "c",
		},
	}
}

func TestStrings(t *testing.T) {
	for name, cases := range stringCases() {
		t.Run(name, func(t *testing.T) {
			for _, s := range cases {
				requireCanonicalString(t, s)
			}
		})
	}
}

// Every character in every position that a rule looks at.
func TestCharacters(t *testing.T) {
	runes := []rune{0xa0, 0xd7ff, 0xe000, 0xfffd, 0x10000, 0x2027, 0x202a}
	for r := range rune(0x100) {
		runes = append(runes, r)
	}
	for _, r := range runes {
		c := string(r)
		for _, s := range []string{c, c + "a", "a" + c, "a" + c + "b", "a " + c, "a " + c + " b", c + " a", "1" + c, "1" + c + "1", "-" + c + "1", c + "\n", "a\n" + c + "b", c + c + c} {
			requireScalar(t, s)
		}
	}
}

func FuzzString(f *testing.F) {
	for _, cases := range stringCases() {
		for i := 0; i < len(cases); i += 8 { // TestStrings has tried them all
			f.Add(cases[i])
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 1000 || !utf8.ValidString(s) && len(s) > 100 {
			t.Skip("beyond what is compared: the library refuses such keys, or is too slow for such texts")
		}
		requireCanonicalString(t, s)
	})
}

// What our objects hold is never left to the library, which takes a hundred times as long.
func TestSureOfWhatIsUsual(t *testing.T) {
	for _, s := range []string{
		"00-install/customresourcedefinition_nmstates.nmstate.io.yaml", "0_0-x_y", "10.0.0.1/24", "10.0.0.1", "2001:db8::1/64", "30Gi", "v3", "20",
		"02:00:5e:10:00:01", "0a:34:a3:8d:fa:d1", "742e8107-77b8-50cd-b435-4ff5eb3b9cae", "0e2e8107-77b8-50cd-b435-4ff5eb3b9cae",
		"http://images.example.com/a_b.img", "docker://quay.io/a:1", "ALL=(ALL) NOPASSWD:ALL", "$6$rounds=4096$salt$hash", "0.0.0.0/0", "::/0",
		"SkipDryRunOnMissingResource=true", "Delete=confirm,Prune=confirm", "#cloud-config\nuser:\n  name: x\n", `{"cniVersion":"0.3.1"}`, "true",
	} {
		value, room := struct{ A string }{s}, make([]byte, 0, 1024)
		if n := testing.AllocsPerRun(10, func() { _, _ = encode.Append(room, &value, 0) }); n > 0 {
			t.Errorf("%q: %v allocations", s, n)
		}
	}
}
