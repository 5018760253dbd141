package progress

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b strings.Builder
		l := Start(&b)
		l.Step("reading files", 0)
		l.Add()
		time.Sleep(999 * time.Millisecond)
		synctest.Wait()
		require.Empty(t, b.String(), "a quick run says nothing")
		time.Sleep(2 * time.Millisecond)
		synctest.Wait()
		require.Equal(t, "\rreading files: 1", b.String())
		b.Reset()
		l.Step("building", 3)
		l.Add()
		l.Add()
		time.Sleep(interval)
		synctest.Wait()
		require.Equal(t, "\rbuilding: 2 of 3", b.String())
		b.Reset()
		l.Stop()
		require.Equal(t, "\r"+strings.Repeat(" ", 16)+"\r", b.String(), "it is gone at the end")
		l.Stop()
		l.Step("too late", 0)
		l.Add()
	})
}

func TestShorterLineCoversTheLonger(t *testing.T) {
	var b strings.Builder
	l := &Line{w: &b}
	l.draw("long text")
	l.draw("short")
	require.Equal(t, "\rlong text\rshort    ", b.String())
}

func TestQuickRunDrawsNothing(t *testing.T) {
	var b strings.Builder
	l := Start(&b)
	l.Step("reading", 0)
	l.Stop()
	require.Empty(t, b.String())
}

func TestNilLine(t *testing.T) {
	var l *Line
	require.NotPanics(t, func() {
		l.Step("nothing", 1)
		l.Add()
		l.Stop()
	})
}
