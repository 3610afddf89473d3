// What does Flux make of a text with variables, and which files does it leave out? Reads a JSON list of questions, prints a JSON list of answers.
package main

import (
	"encoding/json"
	"os"
	"strings"

	"github.com/fluxcd/pkg/envsubst"
	"github.com/fluxcd/pkg/sourceignore"
)

type question struct {
	// envsubst: a text with variables. ignore: which of the paths are left out, by the text of a .sourceignore file at the root.
	Ask    string            `json:"ask"`
	Text   string            `json:"text"`
	Vars   map[string]string `json:"vars"`
	Strict bool              `json:"strict"`
	Paths  []string          `json:"paths"`
}

type answer struct {
	Text  string `json:"text"`
	Error string `json:"error,omitempty"`
}

func substitute(q question) (string, error) {
	return envsubst.Eval(q.Text, func(name string) (string, bool) {
		value, exists := q.Vars[name]
		return value, exists || !q.Strict
	})
}

// What source-controller does: any pattern takes the place of the default ones.
func ignored(q question) string {
	patterns := sourceignore.ReadPatterns(strings.NewReader(q.Text), nil)
	matcher := sourceignore.NewDefaultMatcher(nil, nil)
	if len(patterns) > 0 {
		matcher = sourceignore.NewMatcher(append(sourceignore.VCSPatterns(nil), patterns...))
	}
	out := []string{}
	for _, path := range q.Paths {
		if matcher.Match(strings.Split(path, "/"), false) {
			out = append(out, path)
		}
	}
	return strings.Join(out, "\n")
}

func reply(q question) (out answer) {
	if q.Ask == "ignore" {
		return answer{Text: ignored(q)}
	}
	text, err := substitute(q)
	if err != nil {
		return answer{Error: err.Error()}
	}
	return answer{Text: text}
}

func main() {
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		panic(err)
	}
	answers := make([]answer, 0, len(questions))
	for _, q := range questions {
		answers = append(answers, reply(q))
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		panic(err)
	}
}
