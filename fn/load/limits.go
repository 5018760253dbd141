package load

import (
	"fmt"
	"time"

	"github.com/novasphere/wukong-fn/render/finding"
)

// Limits of what is read. The largest fleet that we know of is a list of 200 MB; packages on disk are smaller, and are
// also read where a stranger wrote them and memory is short.
const (
	// MaxInput is how many bytes of a stream are read.
	MaxInput = 1 << 30
	// MaxFile is how many bytes of one file of a package are read, and maxPackage how many of all of them.
	MaxFile    = 64 << 20
	maxPackage = 256 << 20
	// maxFiles is how many files of a package are read, and maxDocuments how many documents they have, empty ones counted.
	maxFiles     = 100_000
	maxDocuments = 250_000
	// maxIgnore is how many bytes of a .krmignore are read, and maxPatterns how many patterns all of a package may have.
	maxIgnore   = 64 << 10
	maxPatterns = 1_000

	// What kustomize is given to build. It takes some 50 times the memory of what it reads, and holds each resource against
	// all others.

	// maxKustomization is how many bytes a kustomization file has, and maxEntries how much all of a package refer to.
	maxKustomization = 1 << 20
	maxEntries       = 20_000
	// maxBuild is how many bytes of files, and maxBuilt how many documents, a file counted as often as it is mentioned.
	maxBuild = 32 << 20
	maxBuilt = 5_000
	// maxKeys is how many keys a mapping may have. Several may have as many as are compared as often. maxCopies
	// is how many values are copied for the mappings that they are in. See effort.
	maxKeys   = 20_000
	maxCopies = 25_000_000
	// maxAgain is how often kustomizations are built over again, because several others refer to them.
	maxAgain = 1_000
	// maxExpanded is how many values the aliases of a file stand for.
	maxExpanded = 100_000
	// buildMemory is how many bytes of memory a build takes, and buildTime how long: CPU time, or with a network any time.
	buildMemory = 320 << 20
	buildTime   = 60 * time.Second
)

// LimitError says that something is beyond a limit.
type LimitError struct{ message string }

func (e LimitError) Error() string { return e.message }

// tooLarge is the error for an input beyond a limit in bytes.
func tooLarge(limit int64) error {
	return LimitError{fmt.Sprintf("the input is larger than %s: split it", bytes(limit))}
}

// bytes is a number of bytes in words.
func bytes(n int64) string {
	units := []string{"bytes", "KiB", "MiB", "GiB"}
	unit := 0
	for n >= 1<<10 && n%(1<<10) == 0 && unit < len(units)-1 {
		n, unit = n>>10, unit+1
	}
	return fmt.Sprintf("%d %s", n, units[unit])
}

// limited is a finding about a package that is beyond a limit.
func limited(format string, args ...any) finding.Finding {
	return finding.New(finding.Limit, "", fmt.Sprintf(format, args...))
}
