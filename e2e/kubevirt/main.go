// Command kubevirt-admission runs KubeVirt's own admission code over
// VirtualMachines, as virt-api does when one is created in a cluster.
//
// Standard input is a stream of JSON objects, one machine each; standard output is
// one JSON line for each, a [verdict], written before the next object is read: a
// caller may keep the process and ask one machine at a time, which saves the three
// seconds of its start. The exit status is 0 whatever the verdicts say, and 1 when
// the input is no such stream.
//
// go.mod repeats KubeVirt's replace block, which a module does not inherit; that
// is why this is a module of its own.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "kubevirt-admission:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer) error {
	webhooks, err := newAdmission()
	if err != nil {
		return err
	}
	machines := json.NewDecoder(in)
	lines := json.NewEncoder(out)
	for {
		var machine map[string]any
		err := machines.Decode(&machine)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading a machine: %w", err)
		}
		answer, err := webhooks.judge(machine)
		if err != nil {
			return err
		}
		if err := lines.Encode(answer); err != nil {
			return fmt.Errorf("writing a verdict: %w", err)
		}
	}
}
