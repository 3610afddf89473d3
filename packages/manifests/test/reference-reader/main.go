// What does Kubernetes' own YAML reader make of a text? Reads a JSON list of texts, prints a JSON list of answers.
package main

import (
	"encoding/json"
	"os"

	"sigs.k8s.io/yaml"
)

type answer struct {
	// Value as JSON text; numbers keep their digits.
	JSON string `json:"json,omitempty"`
	// Why the text is refused.
	Error string `json:"error,omitempty"`
	// Why the strict reader refuses it: keys that are there twice.
	Strict string `json:"strict,omitempty"`
}

func read(text string) (out answer) {
	value, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		return answer{Error: err.Error()}
	}
	out.JSON = string(value)
	if _, err := yaml.YAMLToJSONStrict([]byte(text)); err != nil {
		out.Strict = err.Error()
	}
	return out
}

func main() {
	var texts []string
	if err := json.NewDecoder(os.Stdin).Decode(&texts); err != nil {
		panic(err)
	}
	answers := make([]answer, 0, len(texts))
	for _, text := range texts {
		answers = append(answers, read(text))
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		panic(err)
	}
}
