package load

import (
	"slices"
	"strings"

	"sigs.k8s.io/yaml"
)

// kustomize's errors repeat what it read, whole patches too, and any of that may be a secret. So a message of kustomize's
// loses the words that stand in the package as values, but for those that name things: files, kinds and objects.

// input is a file that kustomize read.
type input struct {
	text   []byte
	steers bool // a kustomization file
}

// naming are the fields of kustomizations and resources whose values may be told.
var naming = []string{
	"apiVersion", "kind", "name", "namespace", "group", "version", "path", "fieldPath",
	"resources", "bases", "components", "crds", "configurations", "generators", "transformers", "validators", "envs",
	"patchesStrategicMerge", "namePrefix", "nameSuffix",
}

// withoutValues is the message without the words that are values of the files.
func withoutValues(message string, read []input) string {
	values := map[string]bool{}
	for _, in := range read {
		var whole any
		if in.steers && yaml.Unmarshal(in.text, &whole) == nil {
			gather(values, "", whole)
			continue
		}
		for line := range strings.Lines(string(in.text)) {
			key, value, found := strings.Cut(line, ":")
			if !found {
				key, value = "", line
			}
			gather(values, strings.Trim(key, "- \"'"), value)
		}
	}
	var b strings.Builder
	for message != "" {
		word, rest := nextWord(message)
		switch {
		case word == "":
			word, rest = message[:1], message[1:]
			b.WriteString(word)
		case values[word]:
			b.WriteString("…")
		default:
			b.WriteString(word)
		}
		message = rest
	}
	return b.String()
}

// gather takes in the words of a value and of keys that look like no field's name.
func gather(into map[string]bool, key string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for k, item := range v {
			if strings.Trim(k, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
				gather(into, "", k)
			}
			gather(into, k, item)
		}
	case []any:
		for _, item := range v {
			gather(into, key, item)
		}
	case string:
		if slices.Contains(naming, key) && !strings.Contains(strings.TrimSpace(v), "\n") {
			return
		}
		for v != "" {
			word, rest := nextWord(v)
			if word == "" {
				rest = v[1:]
			}
			into[word] = true
			v = rest
		}
	}
}

// nextWord is the word that a text begins with, and what comes after it.
func nextWord(text string) (word, rest string) {
	end := 0
	for end < len(text) && (text[end]|0x20 >= 'a' && text[end]|0x20 <= 'z' || text[end] >= '0' && text[end] <= '9' || text[end] >= 0x80) {
		end++
	}
	return text[:end], text[end:]
}
