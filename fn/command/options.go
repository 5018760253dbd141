package command

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/novasphere/wukong-fn/fn/load"
	"github.com/novasphere/wukong-fn/fn/progress"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/spell"
)

// options are what generate and validate are told.
type options struct {
	paths                  []string
	config, output, format string
	set                    map[string]string
	force, quiet           bool
	verbose, remote        bool
	// most is how many findings are listed, 0 for the format's own number.
	most int
}

// take takes in the packages that the command line names, this directory where it names none.
func (o *options) take(paths []string) error {
	stdin := 0
	for _, path := range paths {
		if path == load.Stdin {
			stdin++
		}
	}
	if stdin > 1 {
		return usageError{"- is standard input, which can be read only once"}
	}
	if o.force && o.output == "" {
		return usageError{"--force is for --output"}
	}
	if o.paths = paths; len(paths) == 0 {
		o.paths = []string{"."}
	}
	return nil
}

// flags are those that generate and validate share.
func (p *Process) flags(c *cobra.Command, o *options) {
	o.set = map[string]string{}
	f := c.Flags()
	f.SortFlags = false
	f.StringVar(&o.config, "config", "",
		"`FILE` with the WukongRender, or ConfigMap with dotted keys, that holds instead of the package's own")
	f.Var(setting{"KEY=VALUE", o.set, func(value string) string { return value }}, "set",
		"set a field of it by its dotted path, such as nmstate.version=v0.86.0; any number of times")
	f.Var(setting{"KEY=VARIABLE", o.set, p.Env}, "set-env", "the same from the environment; an empty variable leaves the field alone")
	f.Var((*most)(&o.most), "max-findings", fmt.Sprintf("list at most `N` findings, errors before others, and count the rest; "+
		"100 by default, %d in JSON and SARIF, which is also the most", finding.Most))
	f.BoolVar(&o.verbose, "verbose", false, "name each object of an earlier run that is removed, not only their number")
	f.BoolVar(&o.remote, "allow-remote", false, "let a kustomization fetch files and git repositories: only where you trust the package")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "no progress and no summary on stderr; findings and errors are still reported")
	complete(c, "config", cobra.FixedCompletions([]cobra.Completion{"yaml", "yml", "json"}, cobra.ShellCompDirectiveFilterFileExt))
	complete(c, "set", completeSetting)
	complete(c, "set-env", completeKeys)
	complete(c, "max-findings", cobra.NoFileCompletions)
}

// progress starts the line that says how far a long run is, nil where nobody would see it.
func (p *Process) progress(o *options) *progress.Line {
	if !p.Progress || o.quiet {
		return nil
	}
	return progress.Start(p.Err)
}

// setting is a flag KEY=VALUE over the configuration, the value seen through read. An empty value leaves the field alone,
// so that callers can pass on what may not be set.
type setting struct {
	form string
	into map[string]string
	read func(string) string
}

func (s setting) Set(text string) error {
	key, value, found := strings.Cut(text, "=")
	if !found || key == "" {
		return usageError{"wants " + s.form}
	}
	if value = s.read(value); value != "" {
		s.into[key] = value
	}
	return nil
}

func (setting) String() string { return "" }

func (s setting) Type() string { return s.form }

// most is a flag that says how many findings are listed.
type most int

func (m *most) Set(text string) error {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > finding.Most {
		return usageError{fmt.Sprintf("wants a number from 1 to %d", finding.Most)}
	}
	*m = most(n)
	return nil
}

func (*most) String() string { return "" }

func (*most) Type() string { return "N" }

// flagError says what is wrong with a flag. Values may be secrets, and are not repeated.
func flagError(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var value *pflag.InvalidValueError
	var missing *pflag.ValueRequiredError
	var own usageError
	message := "an argument is neither a flag nor a value"
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() != "":
		message = fmt.Sprintf("unknown flag %q", "-"+unknown.GetSpecifiedName())
	case errors.As(err, &unknown):
		message = fmt.Sprintf("unknown flag %q", "--"+unknown.GetSpecifiedName())
		if name := spell.Nearest(unknown.GetSpecifiedName(), flagNames(c)); name != "" {
			message += meant("--" + name)
		}
	case errors.As(err, &value) && errors.As(value.Unwrap(), &own):
		message = "--" + value.GetFlag().Name + " " + own.message
	case errors.As(err, &value):
		message = "--" + value.GetFlag().Name + " is true or false"
	case errors.As(err, &missing):
		message = "--" + missing.GetFlag().Name + " wants a value"
	}
	return usageError{c.Name() + ": " + message}
}

func flagNames(c *cobra.Command) []string {
	var out []string
	c.Flags().VisitAll(func(f *pflag.Flag) { out = append(out, f.Name) })
	return out
}

// twoDashes refuses -output, which would be -o with the value utput.
func twoDashes(c *cobra.Command, args []string) error {
	for _, arg := range args {
		if arg == "--" {
			break
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(arg, "-"), "=")
		if len(name) > 1 && len(arg) > len(name) && arg[0] == '-' && c.Flags().Lookup(name) != nil {
			return usageError{c.Name() + ": write --" + name + " with two dashes"}
		}
	}
	return nil
}
