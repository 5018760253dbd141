package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Patterns keep to what Go (RE2) and JavaScript (with the flag u) both read, so without looking ahead.
const (
	label     = `[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?`
	subdomain = label + `(\.` + label + `)*`
	word      = `[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?`
	octet     = `(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])`
	ipv4      = octet + `(\.` + octet + `){3}`
)

// formats are the words of the tag `schema` that stand for the form of a text, each as validation reads it.
func formats() map[string]schema {
	text := func(pattern, message string) schema {
		return schema{Type: "string", Pattern: "^(" + pattern + ")$", PatternErrorMessage: "must be " + message}
	}
	limit := func(s schema, n int) schema {
		s.MaxLength = &n
		return s
	}
	v6 := ipv6()
	attachment := limit(text("("+label+"/)?"+subdomain, "NAME or NAMESPACE/NAME of a NetworkAttachmentDefinition"), 63+1+253)
	attachment.AnyOf = []*schema{{MaxLength: new(253)}, {Pattern: "/"}}
	device := text(`[!-$&-.0-9;-\[\]-~]{1,15}`, `the name of a network interface: 1 to 15 bytes, without blanks and the signs / \ : %, and not lo or reserved`)
	device.Not = &schema{Enum: []any{".", "..", "lo", "all", "default", "bonding_masters"}}
	image, container := images()
	registry := text(`[^ \t\n@]*[^ \t\n@/]`, "HOST[:PORT]/PATH without a scheme and without a slash at the end")
	registry.Not = &schema{Pattern: "://"}
	inside := schema{Type: "string", Pattern: "^[^/]", PatternErrorMessage: "must be a path inside the source, without ..", Not: &schema{Pattern: `\.\.`}}
	// A text without a unit is told from a number of bytes by its length alone.
	quantity := func(least, most int, message string) schema {
		bytes := fmt.Sprintf(`0*[1-9][0-9]{%d,}(\.[0-9]*)?`, len(strconv.Itoa(least))-1)
		s := text(`(0*[1-9][0-9]*(\.[0-9]*)?|0+\.0*[1-9][0-9]*)([KMGTPE]i|[kKMGTPE])|`+bytes, message)
		s.Type, s.Minimum, s.Maximum = []any{"string", "number"}, &least, &most
		return s
	}
	unavailable := text(`[1-9][0-9]{0,8}|([1-9][0-9]?|100)%`, "a number of nodes, or a percentage from 1% to 100%, such as 10%")
	unavailable.Type, unavailable.Minimum = []any{"string", "integer"}, new(1)
	const tag = `[2-9]|[1-9][0-9]{1,2}|[1-3][0-9]{3}|40[0-8][0-9]|409[0-4]`
	tags := text("("+tag+")(-("+tag+"))?", "a VLAN from 2 to 4094, or the first and the last of several, such as 100-199")
	tags.Type, tags.Minimum, tags.Maximum = []any{"string", "integer"}, new(2), new(4094)
	ovn := text("[!-+\\--9;-~]+", "a name without blanks, commas and colons, other than default and ovn-kubernetes")
	ovn.Not = &schema{Enum: []any{"default", "ovn-kubernetes"}}
	vendor := limit(text(`[!-+\--~]([ -+\--~]*[!-+\--~])?`, "at most 12 letters, digits and signs of ASCII, without commas"), 12)
	serial := limit(text(`[!-~]([ -~]*[!-~])?`, "at most 64 letters, digits and signs of ASCII"), 64)
	cpus := text(`0*([1-9]|[1-9][0-9]|[1-4][0-9]{2}|50[0-9]|51[01])(\.[0-9]{1,3})?|0*512(\.0{1,3})?|0+\.([0-9]{0,2}[1-9]|[0-9]?[1-9]0|[1-9]00)|`+
		`0*([1-9][0-9]{0,4}|[1-4][0-9]{5}|50[0-9]{4}|51[01][0-9]{3}|512000)m`, "a number of processors from 1m to 512, such as 2, 1.5 or 500m")
	cpus.Type, cpus.Minimum, cpus.Maximum, cpus.Not = []any{"string", "number"}, new(0), new(512), &schema{Enum: []any{0}}
	return map[string]schema{
		"word":        text(word, "a name: at most 63 letters, digits, '-', '_' or '.', beginning and ending with a letter or digit"),
		"uuid":        text(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`, "a UUID in small letters, such as 4d2a6f0e-0c1c-5a57-9b5e-2f1d7c1b8a90"),
		"vendor":      vendor,
		"serial":      serial,
		"cpus":        cpus,
		"ovn":         ovn,
		"tags":        tags,
		"file":        limit(text(`\.?[-A-Za-z0-9_][-A-Za-z0-9_.]*`, "a key of a ConfigMap: letters, digits, '-', '_' and '.', at most 253"), 253),
		"label":       text(label, "a DNS label: lower case letters, digits and '-', beginning and ending with a letter or digit, at most 63 characters"),
		"subdomain":   limit(text(subdomain, "a DNS subdomain: DNS labels joined by dots, at most 253 characters"), 253),
		"qualified":   text("("+subdomain+"/)?"+word, "a label key: an optional DNS subdomain and '/', then at most 63 letters, digits, '-', '_' or '.'"),
		"annotation":  text("("+anyCase(subdomain)+"/)?"+word, "the key of an annotation: an optional DNS subdomain and '/', then at most 63 letters, digits, '-', '_' or '.'"),
		"value":       text("("+word+")?", "a label value: at most 63 letters, digits, '-', '_' or '.', beginning and ending with a letter or digit"),
		"resource":    text(subdomain+"/"+word, "DOMAIN/NAME as the device plugin announces it, such as example.com/vfs"),
		"login":       text(`[a-z_][A-Za-z0-9_-]{0,31}`, "a login name: a lower case letter or '_', then letters, digits, '_' or '-', at most 32 characters"),
		"mac":         text(`[0-9a-f][02468ace](:[0-9a-f]{2}){5}`, "six bytes in lower case hexadecimal with colons, the first one even, such as 02:00:5e:10:00:01"),
		"address":     text(ipv4+"|"+v6, "an IP address without prefix length, such as 192.0.2.1 or 2001:db8::1"),
		"address6":    text(v6, "an IPv6 address without prefix length, such as 2001:db8::1"),
		"prefix":      text(ipv4+"/(3[0-2]|[12]?[0-9])|("+v6+")/(12[0-8]|1[01][0-9]|[1-9]?[0-9])", "an address with its prefix length, such as 192.0.2.10/24 or 2001:db8::10/64"),
		"nad":         attachment,
		"interface":   device,
		"image":       image,
		"container":   container,
		"drive":       text(`[A-Za-z0-9_.+-]{1,256}`, "at most 256 letters, digits, '_', '.', '+' or '-'"),
		"volumeLabel": limit(text(`[ -~]+`, "at most 32 letters, digits, blanks and signs of ASCII"), 32),
		"registry":    registry,
		"growth":      quantity(1<<30, 64<<40, "a quantity from 1Gi to 64Ti, such as 4Gi"),
		"memory":      quantity(64<<20, 64<<40, "a quantity from 64Mi to 64Ti, such as 4Gi"),
		"size":        quantity(1<<20, 7<<60, "a quantity from 1Mi to 7Ei, such as 20Gi"),
		"inside":      inside,
		"policy":      limit(text(subdomain, "a DNS subdomain of at most 63 characters, because NMState takes the name as a label value"), 63),
		"unavailable": unavailable,
		"hardware":    text(`[0-9a-fA-F][02468aceACE]([:-][0-9a-fA-F]{2}){5}`, "six bytes in hexadecimal with colons, and no multicast address, such as 02:00:5e:10:00:01"),
		"addresses":   text(` *`+ipv4+` *(, *`+ipv4+` *){0,15}`, "up to 16 IPv4 addresses with commas between, such as 192.0.2.1,192.0.2.2"),
	}
}

// images are the forms of what a disk is made of, and of a container image alone.
func images() (image, container schema) {
	const any = `^([^\x00-\x20\x7f]+)$`
	image = schema{Type: "string", Pattern: any, PatternErrorMessage: "must be http://, https://, docker://REF, gs://, pvc://NAMESPACE/NAME, " +
		"snapshot://NAMESPACE/NAME or a bare container image reference"}
	image.AnyOf = []*schema{{Pattern: `^(https?|docker|gs)://.`}, {Pattern: "^(pvc|snapshot)://" + label + "/" + subdomain + "$"}, {Not: &schema{Pattern: "://"}}}
	container = schema{Type: "string", Pattern: any,
		PatternErrorMessage: "must be the reference of a container image without a scheme, such as quay.io/containerdisks/fedora:41"}
	container.Not = &schema{Pattern: "://"}
	return image, container
}

// anyCase is a pattern that takes capitals where it takes small letters.
func anyCase(pattern string) string { return strings.ReplaceAll(pattern, "a-z", "A-Za-z") }

// ipv6 is RFC 4291's text form: eight groups, or fewer around ::, the last two perhaps as IPv4.
func ipv6() string {
	const group = `[0-9a-fA-F]{1,4}`
	forms := []string{"(" + group + ":){7}" + group, "(" + group + ":){6}" + ipv4}
	before := func(n int) string {
		switch n {
		case 0:
			return "::"
		case 1:
			return "(" + group + ")?::"
		}
		return "(" + group + "(:" + group + "){0," + digit(n-1) + "})?::"
	}
	for right := range 8 { // groups after ::, which stands for one at least
		after := ""
		if right > 0 {
			after = group + strings.Repeat(":"+group, right-1)
		}
		forms = append(forms, before(7-right)+after)
	}
	for right := range 6 {
		forms = append(forms, before(5-right)+strings.Repeat(group+":", right)+ipv4)
	}
	return strings.Join(slices.Compact(forms), "|")
}

func digit(n int) string { return string(rune('0' + n)) }
