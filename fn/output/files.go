package output

import (
	"github.com/novasphere/wukong-fn/render"
	"github.com/novasphere/wukong-fn/render/deliver"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// put takes a file: its path in OUT, which is DIRECTORY/FILE, and its text, which is good until the call returns.
type put func(name string, text []byte) error

// files hands over everything that is to be applied, and what the delivery tool needs besides.
func files(result *render.Result, put put) error {
	var names []string
	one := func(name string, text []byte) error {
		names = append(names, name)
		return put(name, text)
	}
	var foreign []object.Foreign
	for i := range result.Kept {
		switch k := &result.Kept[i]; {
		case k.Local:
		case k.Path != "":
			if err := one(k.Path, []byte(k.Document())); err != nil {
				return err
			}
		default:
			m := &k.Meta
			foreign = append(foreign, object.Foreign{
				Group: object.Group(m.APIVersion), Kind: m.Kind, Namespace: m.Namespace, Name: m.Name, Text: k.Document(),
			})
		}
	}
	for i, name := range object.ForeignPaths(foreign) {
		if err := one(name, []byte(foreign[i].Text)); err != nil {
			return err
		}
	}
	var buffer []byte
	err := result.Each(func(o render.Object) (err error) {
		if buffer, err = encode.Append(buffer[:0], o.Value, 0); err != nil {
			return err
		}
		return one(o.Path, buffer)
	})
	if err != nil {
		return err
	}
	return tools(result, names, put)
}

// tools hands over the files of the delivery tool. names are those of all others.
func tools(result *render.Result, names []string, put put) error {
	config := result.Config()
	tool := deliver.Of(config.Delivery)
	if tool.Files == nil {
		return nil
	}
	for _, file := range tool.Files(&config, names) {
		var text []byte
		var err error
		for i, document := range file.Documents {
			if i > 0 {
				text = append(text, "---\n"...)
			}
			if text, err = encode.Append(text, document, 0); err != nil {
				return err
			}
		}
		if err := put(file.Name, text); err != nil {
			return err
		}
	}
	return nil
}
