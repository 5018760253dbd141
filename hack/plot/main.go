// Command plot draws the table that the benchmark prints as a chart of CPU time over the number of machines, in SVG, both
// axes logarithmic. It reads the table on standard input and writes the chart on standard output.
package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
)

func main() {
	if err := draw(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "plot:", err)
		os.Exit(1)
	}
}

// point is the CPU time in seconds for a number of machines.
type point struct{ machines, seconds float64 }

// read takes the lines of the table that start with a number: machines, tool, seconds.
func read(table io.Reader) (map[string][]point, error) {
	tools := map[string][]point{}
	lines := bufio.NewScanner(table)
	for lines.Scan() {
		columns := strings.Fields(lines.Text())
		if len(columns) < 3 || columns[0] == "N" {
			continue
		}
		machines, err := strconv.ParseFloat(columns[0], 64)
		if err != nil {
			return nil, fmt.Errorf("the number of machines in %q: %w", lines.Text(), err)
		}
		seconds, err := strconv.ParseFloat(columns[2], 64)
		if err != nil {
			return nil, fmt.Errorf("the time in %q: %w", lines.Text(), err)
		}
		tools[columns[1]] = append(tools[columns[1]], point{machines, seconds})
	}
	return tools, lines.Err()
}

// The chart's size and its axes, which go from 10 to the power of the first number to that of the second.
const (
	width, height, margin = 720, 440, 60
	legend                = 110
	fromX, toX            = 0, 4
	fromY, toY            = -3, 2
)

func x(machines float64) float64 {
	return margin + (math.Log10(machines)-fromX)/(toX-fromX)*(width-2*margin-legend)
}

func y(seconds float64) float64 {
	return height - margin - (math.Log10(seconds)-fromY)/(toY-fromY)*(height-2*margin)
}

func draw(table io.Reader, out io.Writer) error {
	tools, err := read(table)
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">\n", width, height)
	fmt.Fprintf(&b, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n", width, height)
	right, bottom := x(math.Pow10(toX)), y(math.Pow10(fromY))
	for power := fromX; power <= toX; power++ {
		at := x(math.Pow10(power))
		fmt.Fprintf(&b, "<path d=\"M%.1f %d V%.1f\" stroke=\"#ddd\"/>\n<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%.0f</text>\n", at, margin, bottom, at, bottom+18, math.Pow10(power))
	}
	for power := fromY; power <= toY; power++ {
		at := y(math.Pow10(power))
		fmt.Fprintf(&b, "<path d=\"M%d %.1f H%.1f\" stroke=\"#ddd\"/>\n<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%g</text>\n", margin, at, right, margin-6, at+4, math.Pow10(power))
	}
	fmt.Fprintf(&b, "<text x=\"%d\" y=\"%d\">CPU seconds (user and system) over machines</text>\n", margin, margin-20)
	colours := []string{"#888888", "#d62728", "#1f77b4", "#2ca02c", "#9467bd", "#ff7f0e", "#8c564b"}
	end := func(tool string) point { return tools[tool][len(tools[tool])-1] }
	fastest := slices.SortedFunc(maps.Keys(tools), func(a, b string) int { return cmp.Compare(end(a).seconds, end(b).seconds) })
	label := bottom
	for i, tool := range fastest {
		colour := colours[i%len(colours)]
		b.WriteString("<path d=\"M")
		for _, p := range tools[tool] {
			fmt.Fprintf(&b, "%.1f %.1f ", x(p.machines), y(p.seconds))
		}
		fmt.Fprintf(&b, "\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n", colour)
		label = min(label-14, y(end(tool).seconds)+4) // names do not stand on one another
		fmt.Fprintf(&b, "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\">%s</text>\n", x(end(tool).machines)+6, label, colour, tool)
	}
	b.WriteString("</svg>\n")
	_, err = io.WriteString(out, b.String())
	return err
}
