package yaml

import (
	"strings"
	"unicode/utf8"
)

// scalar is the value of the scalar at index at.
func (d *Document) scalar(at int) string {
	t := &d.tokens[at]
	switch {
	case t.kind != Scalar:
		return ""
	case t.flags&stored != 0:
		return d.storedAt(at)
	case t.flags&alias != 0:
		return d.text[t.start+1 : t.end]
	case t.flags&work == 0 && t.style == plain:
		return d.text[t.start:t.end]
	case t.flags&work == 0:
		return d.text[t.start+1 : t.end-1]
	}
	switch raw := d.text[t.start:t.end]; t.style {
	case literal, folded:
		chomping, _, _ := blockHeader(raw)
		_, lines, _ := strings.Cut(raw, "\n")
		return blockLines(lines, t.style == folded, chomping, 0)
	case plain:
		return string(foldLines(make([]byte, 0, len(raw)), raw))
	case singleQuoted, doubleQuoted:
		return unquote(raw[1:len(raw)-1], raw[0])
	}
	return ""
}

// blockLines is the value of a block scalar with these lines. An indent of 0 is that of the first line with content.
func blockLines(lines string, fold bool, chomping byte, indent int) string {
	out := make([]byte, 0, len(lines))
	ended, deep, breaks := false, false, 0 // of the last line with content; empty lines since
	for lines != "" {
		line, rest, broken := strings.Cut(lines, "\n")
		lines = rest
		if broken {
			line = strings.TrimSuffix(line, "\r")
		}
		blanks := len(line) - len(strings.TrimLeft(line, " "))
		if blanks == len(line) && (indent == 0 || blanks <= indent) {
			if broken {
				breaks++
			}
			continue
		}
		if indent == 0 {
			indent = blanks
		}
		line = line[indent:]
		switch {
		case !ended:
		case !fold || deep || isBlank(line[0]):
			out = append(out, '\n')
		case breaks == 0:
			out = append(out, ' ')
		}
		out = appendBreaks(out, breaks)
		out = append(out, line...)
		ended, deep, breaks = broken, isBlank(line[0]), 0
	}
	if ended && chomping != '-' {
		out = append(out, '\n')
	}
	if chomping == '+' {
		out = appendBreaks(out, breaks)
	}
	return string(out)
}

func appendBreaks(out []byte, n int) []byte {
	for range n {
		out = append(out, '\n')
	}
	return out
}

// foldLines appends s with its line breaks folded: one becomes a blank, the blanks around it go, empty lines become line
// breaks.
func foldLines(out []byte, s string) []byte {
	for {
		line, rest, broken := strings.Cut(s, "\n")
		if !broken {
			return append(out, line...)
		}
		out = append(out, strings.TrimRight(line, " \t\r")...)
		breaks := 0
		for s = strings.TrimLeft(rest, " \t\r"); strings.HasPrefix(s, "\n"); s = strings.TrimLeft(s[1:], " \t\r") {
			breaks++
		}
		if breaks == 0 {
			out = append(out, ' ')
		}
		out = appendBreaks(out, breaks)
	}
}

// unquote is the value of a quoted scalar with this content.
func unquote(s string, quote byte) string {
	out := make([]byte, 0, len(s))
	if quote == '\'' {
		return strings.ReplaceAll(string(foldLines(out, s)), "''", "'")
	}
	for {
		slash := strings.IndexByte(s, '\\')
		if slash < 0 {
			return string(foldLines(out, s))
		}
		out = foldLines(out, s[:slash])
		s = s[slash+1:]
		switch c := s[0]; c {
		case 'x', 'u', 'U':
			digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[c]
			code, _ := hex(s[1 : 1+digits])
			out = utf8.AppendRune(out, code)
			s = s[1+digits:]
		case '\r', '\n': // an escaped line break is none, and the blanks behind it go
			_, s, _ = strings.Cut(s, "\n")
			for s = strings.TrimLeft(s, " \t\r"); strings.HasPrefix(s, "\n"); s = strings.TrimLeft(s[1:], " \t\r") {
				out = append(out, '\n')
			}
		default:
			out = append(out, escapes[c]...)
			s = s[1:]
		}
	}
}
