package object

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// Names of files have at most this many bytes, on every file system in use. What says it at length is cut.
const (
	maxName   = 255
	extension = ".yaml"
)

// Path is the file of an object of the kind, relative to the package: one file an object, so that a review shows which object
// changed.
func (k Kind) Path(namespace, name string) string {
	directory, kind := k.Stage().Directory(), k.String()
	var b strings.Builder
	b.Grow(len(directory) + len(kind) + len(namespace) + len(name) + len("/__") + len(extension))
	b.WriteString(directory)
	b.WriteByte('/')
	for i := range len(kind) {
		b.WriteByte(kind[i] | ('a' - 'A')) // a kind is of letters
	}
	b.WriteByte('_')
	if namespace != "" {
		b.WriteString(namespace)
		b.WriteByte('_')
	}
	b.WriteString(name)
	if name := b.String()[len(directory)+1:]; len(name)+len(extension) > maxName {
		return directory + "/" + marked(name, name)
	}
	b.WriteString(extension)
	return b.String()
}

// marked is the name of a file that what alone does not tell apart: a digest of more is added. Two underscores stand
// nowhere else, for no part of a name has any. Of a long name as much stays as there is room for.
func marked(name, more string) string {
	sum := sha256.Sum256([]byte(more))
	end := "__" + hex.EncodeToString(sum[:5]) + extension
	return name[:min(len(name), maxName-len(end))] + end
}

// Foreign is what the file of a foreign resource is named after.
type Foreign struct{ Group, Kind, Namespace, Name, Text string }

// ForeignPaths are the files of foreign resources in staged output, one for each, whatever they are called and in which
// order they come. Their names may be hostile, long, missing, or differ in what a file system does not tell apart.
func ForeignPaths(all []Foreign) []string {
	names := make([]string, len(all))
	byPath := make(map[string][]int, len(all))
	for i := range all {
		path := all[i].directory() + all[i].file()
		names[i] = path
		byPath[path] = append(byPath[path], i)
	}
	for _, same := range byPath {
		if len(same) > 1 {
			tellApart(all, names, same)
		}
	}
	return names
}

// tellApart names resources that would have one file after their texts: versions of a kind, or any that stand there twice.
func tellApart(all []Foreign, names []string, same []int) {
	slices.SortStableFunc(same, func(a, b int) int { return cmp.Compare(all[a].Text, all[b].Text) })
	used := make(map[string]bool, len(same))
	for _, i := range same {
		name, more := all[i].name(), all[i].Text
		file := marked(name, more)
		for used[file] {
			more += "\x00" // of the same text the order does not matter
			file = marked(name, more)
		}
		used[file] = true
		names[i] = all[i].directory() + file
	}
}

func (f *Foreign) directory() string { return StageOf(f.Group, f.Kind).Directory() + "/" }

// name says in a file's name which resource it is, as far as the characters go that are safe there.
func (f *Foreign) name() string {
	parts := []string{safe(strings.ToLower(f.Kind))}
	if f.Group != "" {
		parts[0] += "." + safe(f.Group)
	}
	if f.Namespace != "" {
		parts = append(parts, safe(f.Namespace))
	}
	if f.Name != "" {
		parts = append(parts, safe(f.Name))
	}
	return strings.Join(parts, "_")
}

// file is the name of the resource's file, if no other resource has the same.
func (f *Foreign) file() string {
	name := f.name()
	if f.Name == "" { // it has generateName: there may be more of them
		return marked(name, f.Text)
	}
	for _, part := range []string{strings.ToLower(f.Kind), f.Group, f.Namespace, f.Name} {
		if part != strings.ToLower(safe(part)) { // macOS and Windows do not tell capitals apart
			return marked(name, strings.Join([]string{f.Group, f.Kind, f.Namespace, f.Name}, "\x00"))
		}
	}
	if len(name)+len(extension) > maxName {
		return marked(name, name)
	}
	return name + extension
}

// safe keeps letters, digits, dots and dashes.
func safe(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '.' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '-'
	}, s)
}
