// Answers what the libraries of Argo CD match and substitute: one JSON list of questions in, one list of answers out.
package main

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/gobwas/glob"
)

type question struct {
	Ask       string            `json:"ask"`
	Pattern   string            `json:"pattern"`
	Separator string            `json:"separator"`
	Text      string            `json:"text"`
	Vars      map[string]string `json:"vars"`
}

type answer struct {
	Matches bool   `json:"matches"`
	Text    string `json:"text"`
}

func ask(q question) answer {
	switch q.Ask {
	case "gobwas":
		compiled, err := glob.Compile(q.Pattern, []rune(q.Separator)...)
		return answer{Matches: err == nil && compiled.Match(q.Text)}
	case "doublestar":
		matches, err := doublestar.Match(q.Pattern, q.Text)
		return answer{Matches: err == nil && matches}
	case "match":
		matches, err := filepath.Match(q.Pattern, q.Text)
		return answer{Matches: err == nil && matches}
	case "url":
		parsed, err := url.Parse(strings.TrimSpace(q.Text))
		if err != nil {
			return answer{}
		}
		return answer{Text: parsed.String()}
	default:
		return answer{Text: os.Expand(q.Text, func(name string) string {
			if name == "$" {
				return "$"
			}
			return q.Vars[name]
		})}
	}
}

func main() {
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		panic(err)
	}
	answers := make([]answer, 0, len(questions))
	for _, q := range questions {
		answers = append(answers, ask(q))
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		panic(err)
	}
}
