// Command etcd is etcd's server at the version that go.mod pins. Upstream's own
// main lives in a module with local replaces, which `go install` refuses.
package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() {
	etcdmain.Main(os.Args)
}
