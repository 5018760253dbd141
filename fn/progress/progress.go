// Package progress says on a terminal what a long run is doing and how far it is: one line, which is drawn over and over
// and is gone at the end. A nil Line says nothing and costs nothing.
package progress

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Line is the line of a run. Its methods may be called from several goroutines.
type Line struct {
	w     io.Writer
	step  atomic.Pointer[step]
	count atomic.Int64
	stop  chan struct{}
	done  sync.WaitGroup
	shown int // characters that are on the terminal
}

// step is one part of a run.
type step struct {
	what string
	of   int // how many there are of it, 0 where nobody knows
}

// When a line is drawn: not at all in a quick run, and then often enough to look alive.
const (
	patience = time.Second
	interval = 200 * time.Millisecond
)

// Start starts a line on a terminal. Stop has to be called before anything else is written there.
func Start(w io.Writer) *Line {
	l := &Line{w: w, stop: make(chan struct{})}
	l.done.Go(func() {
		next := time.NewTimer(patience)
		defer next.Stop()
		for {
			select {
			case <-l.stop:
				l.draw("")
				return
			case <-next.C:
				l.draw(l.text())
				next.Reset(interval)
			}
		}
	})
	return l
}

// Stop ends the line and clears it. It may be called again.
func (l *Line) Stop() {
	if l == nil {
		return
	}
	if l.step.Swap(&ended) != &ended {
		close(l.stop)
	}
	l.done.Wait()
}

// ended stands for the step behind the last.
var ended step

// Step says what the run does from now on, and how many there are of it, 0 where nobody knows.
func (l *Line) Step(what string, of int) {
	if l == nil {
		return
	}
	l.count.Store(0)
	if before := l.step.Load(); before != &ended {
		l.step.CompareAndSwap(before, &step{what, of})
	}
}

// Add says that one more is done.
func (l *Line) Add() {
	if l != nil {
		l.count.Add(1)
	}
}

// text is the line as it is now. It fits into the narrowest terminal, so that it can be drawn over.
func (l *Line) text() string {
	s := l.step.Load()
	switch n := l.count.Load(); {
	case s == nil || s == &ended:
		return ""
	case s.of > 0:
		return fmt.Sprintf("%s: %d of %d", s.what, min(n, int64(s.of)), s.of)
	case n > 0:
		return fmt.Sprintf("%s: %d", s.what, n)
	default:
		return s.what
	}
}

// draw puts a text over the one that is shown. It needs no more than a carriage return, which every terminal knows.
func (l *Line) draw(text string) {
	if text == "" && l.shown == 0 {
		return
	}
	line := "\r" + text + strings.Repeat(" ", max(0, l.shown-len(text)))
	if text == "" {
		line += "\r"
	}
	if _, err := io.WriteString(l.w, line); err == nil {
		l.shown = len(text)
	}
}
