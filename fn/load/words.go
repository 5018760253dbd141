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
		gatherLines(values, string(in.text))
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

// gatherLines takes in the words of a text that may be no YAML, line by line.
func gatherLines(into map[string]bool, text string) {
	for line := range strings.Lines(text) {
		var flow any
		if strings.Contains(line, "{") && yaml.Unmarshal([]byte(line), &flow) == nil {
			gather(into, "", flow)
			continue
		}
		key, value, found := strings.Cut(line, ":")
		if !found {
			key, value = "", line
		}
		gather(into, strings.Trim(key, "- \"'"), value)
	}
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
		if key == "patch" { // a resource within the kustomization
			gatherLines(into, v)
			return
		}
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

// remedies are what to do about errors of kustomize's that leave one to guess.
var remedies = []struct{ says, remedy string }{
	{"unable to parse SM or JSON patch", "A patch is a resource with apiVersion, kind and metadata.name (strategic merge), or a list of " +
		"operations (JSON patch), which is JSON where it begins with ["},
	{"failed to find unique target for patch", "Write the apiVersion, kind, name and namespace that one resource has where the patch stands"},
}

// inOurWords is an error of kustomize's without values, and with what to do.
func inOurWords(message string, read []input) string {
	said := "kustomize: " + withoutValues(message, read)
	for _, r := range remedies {
		if strings.Contains(message, r.says) {
			return said + ". " + r.remedy
		}
	}
	return said
}

// nextWord is the word that a text begins with, and what comes after it.
func nextWord(text string) (word, rest string) {
	end := 0
	for end < len(text) && (text[end]|0x20 >= 'a' && text[end]|0x20 <= 'z' || text[end] >= '0' && text[end] <= '9' || text[end] >= 0x80) {
		end++
	}
	return text[:end], text[end:]
}
