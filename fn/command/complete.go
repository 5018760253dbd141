package command

import (
	"reflect"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/nmstate/release"
)

// shells are those that completion is for, each with how it writes its script.
var shells = map[string]func(root *cobra.Command, p *Process) error{
	"bash":       func(root *cobra.Command, p *Process) error { return root.GenBashCompletionV2(p.Out, true) },
	"fish":       func(root *cobra.Command, p *Process) error { return root.GenFishCompletion(p.Out, true) },
	"powershell": func(root *cobra.Command, p *Process) error { return root.GenPowerShellCompletionWithDesc(p.Out) },
	"zsh":        func(root *cobra.Command, p *Process) error { return root.GenZshCompletion(p.Out) },
}

func (p *Process) completionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "completion bash|fish|powershell|zsh",
		Short: "Print a script with which a shell completes wukong-fn",
		Long: `Prints a script with which a shell completes the commands of wukong-fn, their flags, and the values of
these: formats, fields of the configuration with their values, NMState versions, and the codes of findings.`,
		Example: `  source <(wukong-fn completion bash)
  wukong-fn completion zsh > "${fpath[1]}/_wukong-fn"
  wukong-fn completion fish > ~/.config/fish/completions/wukong-fn.fish
  wukong-fn completion powershell | Out-String | Invoke-Expression`,
		ValidArgs: []cobra.Completion{"bash", "fish", "powershell", "zsh"},
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) != 1 || shells[args[0]] == nil {
				return usageError{"completion takes the name of a shell: bash, fish, powershell or zsh"}
			}
			return shells[args[0]](c.Root(), p)
		},
	}
}

// complete completes the values of a flag.
func complete(c *cobra.Command, flag string, values cobra.CompletionFunc) {
	if err := c.RegisterFlagCompletionFunc(flag, values); err != nil {
		c.PrintErrln(err) // there is no such flag: a mistake that the tests see
	}
}

// completeSetting completes --set: the field, and then its value where there are few.
func completeSetting(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	const last = cobra.ShellCompDirectiveNoFileComp
	key, _, found := strings.Cut(typed, "=")
	fields := settings()
	if !found {
		return withEqualSign(fields), last | cobra.ShellCompDirectiveNoSpace
	}
	var out []cobra.Completion
	for _, value := range fields[key] {
		out = append(out, key+"="+value)
	}
	return out, last
}

// completeKeys completes the field of --set-env.
func completeKeys(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return withEqualSign(settings()), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

func withEqualSign(fields map[string][]string) []cobra.Completion {
	var out []cobra.Completion
	for key := range fields {
		out = append(out, key+"=")
	}
	slices.Sort(out)
	return out
}

// settings are the fields of the configuration by their dotted paths, each with its values where there are few.
func settings() map[string][]string {
	fields := map[string][]string{}
	addSettings(fields, "", reflect.TypeFor[api.RenderSpec]())
	return fields
}

func addSettings(fields map[string][]string, prefix string, t reflect.Type) {
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Type.Kind() == reflect.Struct {
			addSettings(fields, prefix+name+".", f.Type)
			continue
		}
		fields[prefix+name] = nil
		for _, word := range strings.Split(f.Tag.Get("schema"), ",") {
			values, found := strings.CutPrefix(word, "enum=")
			switch {
			case found:
				fields[prefix+name] = strings.Split(values, "|")
			case word == "version":
				fields[prefix+name] = release.Versions()
			case word == "codes":
				delete(fields, prefix+name)
				for _, r := range finding.Rules() {
					fields[prefix+name+"."+string(r.Code)] = []string{string(finding.Error), string(finding.Warning), string(finding.Info)}
				}
			}
		}
	}
}
