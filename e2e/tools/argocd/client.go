package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/argoproj/argo-cd/v3/cmpserver/apiclient"
	"github.com/argoproj/argo-cd/v3/util/cmp"
	"github.com/spf13/cobra"
	"google.golang.org/grpc"
)

// question is one line of the client's input: a directory of a repository that is
// sent whole, and what Argo CD adds to the plugin's environment.
type question struct {
	Repository string   `json:"repository"`
	Directory  string   `json:"directory"`
	Env        []string `json:"env"`
}

// answer is what the plugin said to it.
type answer struct {
	Matches    bool     `json:"matches"`
	Discovers  bool     `json:"discovers"`
	Parameters any      `json:"parameters"`
	Manifests  []string `json:"manifests"`
	Error      string   `json:"error"`   // of generating, as Argo CD is told
	Seconds    float64  `json:"seconds"` // of generating, with sending the repository
}

// client asks a plugin's cmp-server as repo-server does. Its argument is the socket;
// standard input is a stream of [question], standard output one [answer] for each.
func client() *cobra.Command {
	return &cobra.Command{
		Use:  "argocd-cmp-client SOCKET",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			connection, plugin, err := apiclient.NewConfigManagementPluginClientSet(args[0]).NewConfigManagementPluginClient()
			if err != nil {
				return fmt.Errorf("connecting to %s: %w", args[0], err)
			}
			defer func() { _ = connection.Close() }()
			return converse(c.Context(), plugin, c.InOrStdin(), c.OutOrStdout())
		},
	}
}

func converse(ctx context.Context, plugin apiclient.ConfigManagementPluginServiceClient, in io.Reader, out io.Writer) error {
	questions, answers := json.NewDecoder(in), json.NewEncoder(out)
	for questions.More() {
		var q question
		if err := questions.Decode(&q); err != nil {
			return fmt.Errorf("reading a question: %w", err)
		}
		a, err := ask(ctx, plugin, q)
		if err != nil {
			return fmt.Errorf("asking about %s: %w", q.Directory, err)
		}
		if err := answers.Encode(a); err != nil {
			return fmt.Errorf("writing an answer: %w", err)
		}
	}
	return nil
}

func ask(ctx context.Context, plugin apiclient.ConfigManagementPluginServiceClient, q question) (answer, error) {
	match, err := call(ctx, q, plugin.MatchRepository)
	if err != nil {
		return answer{}, fmt.Errorf("matching: %w", err)
	}
	parameters, err := call(ctx, q, plugin.GetParametersAnnouncement)
	if err != nil {
		return answer{}, fmt.Errorf("announcing parameters: %w", err)
	}
	a := answer{Matches: match.GetIsSupported(), Discovers: match.GetIsDiscoveryEnabled(), Parameters: parameters.GetParameterAnnouncements()}
	started := time.Now()
	manifests, err := call(ctx, q, plugin.GenerateManifest)
	a.Seconds = time.Since(started).Seconds()
	if err != nil {
		a.Error = err.Error()
		return a, nil
	}
	a.Manifests = manifests.GetManifests()
	return a, nil
}

// stream is what the three calls have in common: files go in, one answer comes out.
type stream[R any] interface {
	cmp.StreamSender
	CloseAndRecv() (R, error)
	Context() context.Context
}

func call[R any, S stream[R]](ctx context.Context, q question, open func(context.Context, ...grpc.CallOption) (S, error)) (R, error) {
	var nothing R
	s, err := open(ctx)
	if err != nil {
		return nothing, err
	}
	if err := cmp.SendRepoStream(s.Context(), q.Directory, q.Repository, s, q.Env, nil); err != nil {
		return nothing, err
	}
	return s.CloseAndRecv()
}
