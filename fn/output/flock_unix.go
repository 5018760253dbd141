//go:build linux || darwin

package output

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// flock locks a file for this process alone, until it is closed or the process ends; false where another has it.
func flock(f *os.File) (bool, error) {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("lock %s: %w", lockFile, err)
	}
	return true, nil
}
