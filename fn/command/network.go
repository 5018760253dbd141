package command

import (
	"errors"
	"net/http"
	"os"

	"github.com/novasphere/wukong-fn/fn/load"
)

// Network says for the rest of the process whether packages may make kustomize use the network. load refuses what asks
// for it; this is the wall behind, for what kustomize only makes up while it builds. Where the network is closed no program
// is found either. Where it is open no answer is longer than a file may be.
func Network(open bool) error {
	if open {
		http.DefaultTransport = bounded{http.DefaultTransport}
		return nil
	}
	http.DefaultTransport = closed{}
	return os.Setenv("PATH", "")
}

// closed is a network without anybody in it.
type closed struct{}

var errClosed = errors.New("nothing is fetched over the network without --allow-remote")

func (closed) RoundTrip(*http.Request) (*http.Response, error) { return nil, errClosed }

// bounded is a network where answers end.
type bounded struct{ http.RoundTripper }

func (b bounded) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := b.RoundTripper.RoundTrip(request)
	if err == nil {
		response.Body = http.MaxBytesReader(nil, response.Body, load.MaxFile)
	}
	return response, err
}
