package v1alpha1

import (
	"fmt"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/novasphere/wukong-fn/render/finding"
)

// amount is what a quantity of bytes may be. A number without a unit is meant in Gi below mega, in Mi below a million, else
// in Ki.
type amount struct {
	least, most int64
	step        int64 // of what is proposed, 0 for none
	mega        int64
	example     string
}

// memory is what a guest can have: KubeVirt 1.9 and its libvirt start nothing below, and no machine has more.
func memory() amount { return amount{least: 64 << 20, most: 64 << 40, mega: 256, example: "4Gi"} }

// growth is what memory can grow to, in steps: KubeVirt 1.9 lets none grow that is less.
func growth() amount {
	return amount{least: 1 << 30, most: 64 << 40, step: 2 << 20, mega: 256, example: "4Gi"}
}

// diskSize is what a volume can have: a number without a unit is a slip below, and int64 ends at 8Ei.
func diskSize() amount { return amount{least: 1 << 20, most: 7 << 60, mega: 4096, example: "20Gi"} }

// quantity reports a text that is no quantity within a range.
func (c *checker) quantity(at path, value string, a amount) {
	if n, _ := usual(value); n >= a.least && n <= a.most {
		return
	}
	q, err := ParseQuantity(value)
	n := q.Value()
	if err == nil && n >= a.least && n <= a.most {
		return
	}
	within := fmt.Sprintf("a quantity from %s to %s, such as %s", binary(a.least), binary(a.most), a.example)
	predicate := "must be " + within
	if err == nil && strings.Trim(value, "0123456789.") == "" && n > 0 {
		predicate = "has no unit, so it is a number of bytes: write " + within
	}
	c.add(finding.OutOfRange, at, predicate, value, a.nearest(value))
}

// ParseQuantity reads a quantity as the VM operator does: digits, an optional fraction and one of Ki to Ei or K to E, where
// Kubernetes itself writes a lower case k. The result's String is the canonical form that the API server keeps.
func ParseQuantity(value string) (resource.Quantity, error) {
	if n := len(value); n > 0 && value[n-1] == 'K' {
		value = value[:n-1] + "k"
	}
	odd := strings.ContainsAny(value, "eEmnu+-") && !strings.HasSuffix(value, "E") && !strings.HasSuffix(value, "Ei")
	if value == "" || value[0] < '0' || value[0] > '9' || odd {
		return resource.Quantity{}, fmt.Errorf("%q is no quantity of the form 512Mi", value)
	}
	return resource.ParseQuantity(value)
}

// CanonicalQuantity is the form of a quantity that the API server keeps; text that is none comes back as it is.
func CanonicalQuantity(value string) string {
	if _, ok := usual(value); ok {
		return value
	}
	q, err := ParseQuantity(value)
	if err != nil {
		return value
	}
	return q.String()
}

// usual reads what most people write: up to three digits, and Mi, Gi or Ti. That is positive and canonical, for the number
// is less than the 1024 that the next unit takes.
func usual(value string) (bytes int64, ok bool) {
	n := len(value) - 2
	if n < 1 || n > 3 || value[n+1] != 'i' || value[0] == '0' {
		return 0, false
	}
	for i := range n {
		if value[i] < '0' || value[i] > '9' {
			return 0, false
		}
		bytes = bytes*10 + int64(value[i]-'0')
	}
	switch value[n] {
	case 'M':
		return bytes << 20, true
	case 'G':
		return bytes << 30, true
	case 'T':
		return bytes << 40, true
	}
	return 0, false
}

// nearest is the quantity within the range that was most likely meant, empty where there is none.
func (a amount) nearest(value string) string {
	q, ok := a.meant(strings.ToLower(strings.ReplaceAll(strings.TrimLeft(strings.TrimSpace(value), "+-"), " ", "")))
	if !ok {
		return ""
	}
	switch n := q.Value(); {
	case n < a.least:
		return binary(a.least)
	case n > a.most:
		return binary(a.most)
	case a.step > 0 && n%a.step != 0:
		return binary(n + a.step - n%a.step)
	}
	return resource.NewQuantity(q.Value(), q.Format).String()
}

// meant reads a quantity in lower case as people write it, with a unit such as gb, or without one.
func (a amount) meant(value string) (resource.Quantity, bool) {
	digits := value[:len(value)-len(strings.TrimLeft(value, "0123456789."))]
	unit, ok := a.unit(digits, value[len(digits):])
	if !ok { // perhaps with an exponent
		q, err := resource.ParseQuantity(value)
		q.Format = resource.BinarySI
		return q, err == nil
	}
	q, err := resource.ParseQuantity(digits + unit)
	return q, err == nil
}

// unit is the unit that is meant behind digits.
func (a amount) unit(digits, given string) (unit string, ok bool) {
	if given == "" {
		switch n, err := strconv.ParseInt(digits, 10, 64); {
		case err != nil || n < a.mega:
			return "Gi", true
		case n < 1_000_000:
			return "Mi", true
		}
		return "Ki", true
	}
	letter := strings.ToUpper(given[:1])
	const letters = "KMGTPE"
	if !strings.Contains(letters, letter) {
		return "", false
	}
	switch given[1:] {
	case "", "i", "ib":
		return letter + "i", true
	case "b":
		return strings.Replace(letter, "K", "k", 1), true
	}
	return "", false
}

func binary(bytes int64) string { return resource.NewQuantity(bytes, resource.BinarySI).String() }
