package yaml

// mostProblems is how many problems of one text are kept. The others are only counted.
const mostProblems = 5000

// problems gathers the problems of a text.
type problems struct {
	at   trail // of the node that is looked at
	list []Problem
	more [Unsupported + 1]int // by reason
}

// full holds where another problem would only be counted, so that nobody needs to word it.
func (p *problems) full() bool { return len(p.list) == mostProblems }

// count takes in a problem of which nothing else is kept.
func (p *problems) count(r Reason) { p.more[r]++ }

// add takes in a problem of the node that is looked at.
func (p *problems) add(problem Problem) {
	if p.full() {
		p.count(problem.Reason)
		return
	}
	problem.Path = p.at.String()
	p.list = append(p.list, problem)
}

// all are the problems that are kept, then one for each reason that stands for the others.
func (p *problems) all() []Problem {
	list := p.list
	for reason, n := range p.more {
		if n > 0 {
			list = append(list, Problem{Reason: Reason(reason), More: n})
		}
	}
	return list
}
