package v1alpha1

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"github.com/novasphere/wukong-fn/render/finding"
)

// tagged reports what is wrong with the values below a struct, as far as their tags `schema` say it: what is required, closed lists,
// ranges, forms of texts, and lists with entries that are twice. It is for what few machines have: it goes by reflection.
func (c *checker) tagged(at path, v reflect.Value) {
	for _, f := range tagsOf(v.Type()) {
		field := v.Field(f.index)
		if f.name == "" { // embedded
			c.tagged(at, field)
			continue
		}
		below := at.in(f.name)
		switch {
		case !field.IsZero():
			c.taggedValue(below, &f, field)
		case f.required && f.min <= 0 && field.Kind() == reflect.Int: // 0 is a number
		case f.required && field.Kind() != reflect.Struct:
			c.add(finding.Required, below, "is required: write "+f.meant(), "", "")
		case f.required:
			c.tagged(below, field)
		}
	}
}

// tag is what a field's tags json and schema say: its name, and of its value a form, the words of a closed list, or the ends of a range.
type tag struct {
	index                  int
	name                   string // empty for an embedded struct
	required, some, unique bool
	key, form              string
	enum                   []string
	min, max               int
}

// tagsByType saves time.
var tagsByType sync.Map

func tagsOf(t reflect.Type) []tag {
	if tags, known := tagsByType.Load(t); known {
		return tags.([]tag) //nolint:errcheck // the map holds nothing else
	}
	tags := make([]tag, t.NumField())
	for i := range tags {
		tags[i] = tagOf(t, i)
	}
	tagsByType.Store(t, tags)
	return tags
}

// tagOf is the tag of a type's field.
func tagOf(t reflect.Type, index int) tag {
	one := tag{index: index}
	tags := t.Field(index).Tag
	one.name, _, _ = strings.Cut(tags.Get("json"), ",")
	for word := range strings.SplitSeq(tags.Get("schema"), ",") {
		one.take(word)
	}
	return one
}

// take reads a word of the tag.
func (f *tag) take(word string) {
	name, argument, _ := strings.Cut(word, "=")
	number, err := strconv.Atoi(argument)
	switch {
	case name == "required":
		f.required = true
	case name == "some":
		f.some = true
	case name == "unique":
		f.unique = true
	case name == "key":
		f.key = argument
	case name == "enum":
		f.enum = strings.Split(argument, "|")
	case name == "min" && err == nil:
		f.min = number
	case name == "max" && err == nil:
		f.max = number
	default:
		f.form = name
	}
}

// meant is what is to be written in the field.
func (f *tag) meant() string {
	switch {
	case f.enum != nil:
		return "one of " + strings.Join(f.enum, ", ")
	case f.max > 0:
		return fmt.Sprintf("a number from %d to %d", f.min, f.max)
	case f.some:
		return "one entry at least"
	case f.form == "word":
		return "a name"
	case f.form == "qualified":
		return "a label key, such as kubernetes.io/hostname"
	}
	return "its value, or remove what it is part of"
}

// taggedValue is about a value that is there.
func (c *checker) taggedValue(at path, f *tag, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		c.taggedValue(at, f, v.Elem())
	case reflect.Struct:
		c.tagged(at, v)
	case reflect.String:
		c.text(at, f, v.String())
	case reflect.Int:
		if f.max > 0 {
			c.within(at, int(v.Int()), f.min, f.max)
		}
	case reflect.Map:
		set, _ := v.Interface().(map[string]string)
		switch f.form {
		case "labels":
			c.labels(at, set)
		case "annotations":
			c.annotationKeys(at, set)
		}
	case reflect.Slice:
		c.taggedList(at, f, v)
	}
}

// taggedList is about a list and its entries.
func (c *checker) taggedList(at path, f *tag, v reflect.Value) {
	if v.Len() == 0 && f.some {
		c.add(finding.Required, at, "is empty: write one entry at least, or remove it", "", "")
	}
	known := map[string]int{}
	for i := range v.Len() {
		entry := v.Index(i)
		one := at.element(i)
		c.taggedValue(one, f, entry)
		switch {
		case f.unique && entry.Kind() == reflect.String:
			if first, twice := known[entry.String()]; twice {
				other := at.element(first)
				c.add(finding.Twice, one, "is what "+other.String()+" is already: remove one of the two", entry.String(), "")
			} else {
				known[entry.String()] = i
			}
		case f.key != "":
			key := keyOf(entry, f.key)
			if first, twice := known[key]; twice && key != "" {
				c.twice(one, at.element(first), key)
			} else {
				known[key] = i
			}
		}
	}
}

// keyOf is the text of the field by which an entry of a list is known.
func keyOf(entry reflect.Value, key string) string {
	for _, f := range tagsOf(entry.Type()) {
		if f.name == key {
			return fmt.Sprint(entry.Field(f.index))
		}
	}
	return ""
}

// text is about a text: one of a closed list, or of a form.
func (c *checker) text(at path, f *tag, text string) {
	switch f.form {
	case "label":
		c.label(at, text, 63, "a name of this sort is a DNS label")
	case "subdomain":
		c.subdomain(at, text)
	case "qualified":
		if !isQualifiedName(text) {
			c.add(finding.InvalidName, at, "must be a label key: "+aQualifiedName, text, "")
		}
	case "value":
		if !isLabelValue(text) {
			c.add(finding.InvalidName, at, "must be a label value: "+aLabelValue, text, "")
		}
	case "resource":
		c.resource(at, text)
	case "address":
		c.address(at, text)
	case "login":
		if !isUserName(text) {
			c.add(finding.InvalidName, at, "must be "+aLogin, text, asLogin(text))
		}
	default:
		if f.enum != nil {
			c.oneOf(at, text, f.enum...)
			return
		}
		c.hardware(at, f, text)
	}
}

// annotationKeys reports keys that no annotations can have.
func (c *checker) annotationKeys(at path, set map[string]string) {
	for _, k := range sortedKeys(set) {
		if !isQualifiedName(strings.ToLower(k)) { // Kubernetes takes capitals in an annotation's domain, too
			c.add(finding.InvalidName, at.entry(k), "must be the key of an annotation: "+aQualifiedName, k, "")
		}
	}
}
