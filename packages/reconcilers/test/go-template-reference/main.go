// What do text/template, sprig and Argo CD's own functions make of a template? Reads a JSON list of questions, prints a JSON list of answers.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig/v3"
	"github.com/gosimple/slug"
	"sigs.k8s.io/yaml"
)

type question struct {
	Template string          `json:"template"`
	Data     json.RawMessage `json:"data"`
	Options  []string        `json:"options"`
	// Names of top-level keys whose value is a map[string]string or a []string in Argo CD.
	Typed []string `json:"typed"`
}

type answer struct {
	Output string `json:"output"`
	Error  string `json:"error,omitempty"`
}

func normalize(name string) string {
	kept := strings.Map(func(r rune) rune {
		if (r >= 'a' && r <= 'z') || (r >= '0' && r <= '9') || r == '-' || r == '.' {
			return r
		}
		return '-'
	}, strings.ToLower(name))
	if len(kept) > 253 {
		kept = kept[:253]
	}
	return strings.Trim(kept, "-.")
}

// The optional size and switch come first, the name last.
func slugify(args ...any) string {
	size, smart, name := 50, true, ""
	if n := len(args); n > 0 {
		name = args[n-1].(string)
		if n > 1 {
			size = args[0].(int)
		}
		if n > 2 {
			smart = args[1].(bool)
		}
	}
	slug.MaxLength, slug.EnableSmartTruncate = size, smart
	return slug.Make(normalize(name))
}

func functions() template.FuncMap {
	all := template.FuncMap(sprig.GenericFuncMap())
	for _, name := range []string{"env", "expandenv", "getHostByName"} {
		delete(all, name)
	}
	all["normalize"] = normalize
	all["slugify"] = slugify
	all["toYaml"] = func(value any) (string, error) {
		text, err := yaml.Marshal(value)
		return strings.TrimSuffix(string(text), "\n"), err
	}
	all["fromYaml"] = func(text string) (map[string]any, error) {
		out := map[string]any{}
		err := yaml.Unmarshal([]byte(text), &out)
		return out, err
	}
	all["fromYamlArray"] = func(text string) ([]any, error) {
		out := []any{}
		err := yaml.Unmarshal([]byte(text), &out)
		return out, err
	}
	return all
}

func typed(data map[string]any, names []string) error {
	for _, name := range names {
		text, err := json.Marshal(data[name])
		if err != nil {
			return err
		}
		if _, ok := data[name].([]any); ok {
			list := []string{}
			if err := json.Unmarshal(text, &list); err != nil {
				return err
			}
			data[name] = list
			continue
		}
		entries := map[string]string{}
		if err := json.Unmarshal(text, &entries); err != nil {
			return err
		}
		data[name] = entries
	}
	return nil
}

func ask(q question, funcs template.FuncMap) (out answer) {
	defer func() {
		if p := recover(); p != nil {
			out = answer{Error: fmt.Sprint(p)}
		}
	}()
	data := map[string]any{}
	if err := json.Unmarshal(q.Data, &data); err != nil {
		return answer{Error: "data: " + err.Error()}
	}
	if err := typed(data, q.Typed); err != nil {
		return answer{Error: "data: " + err.Error()}
	}
	parsed := template.New("base").Funcs(funcs)
	for _, option := range q.Options {
		parsed = parsed.Option(option)
	}
	parsed, err := parsed.Parse(q.Template)
	if err != nil {
		return answer{Error: err.Error()}
	}
	var text bytes.Buffer
	if err := parsed.Execute(&text, data); err != nil {
		return answer{Error: err.Error()}
	}
	return answer{Output: text.String()}
}

// With an argument, only the names of sprig's and Argo CD's functions are wanted.
func names(funcs template.FuncMap) []string {
	out := []string{}
	for name := range funcs {
		out = append(out, name)
	}
	sort.Strings(out)
	return out
}

func main() {
	if len(os.Args) > 1 {
		if err := json.NewEncoder(os.Stdout).Encode(names(functions())); err != nil {
			panic(err)
		}
		return
	}
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		panic(err)
	}
	funcs := functions()
	answers := make([]answer, 0, len(questions))
	for _, q := range questions {
		answers = append(answers, ask(q, funcs))
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		panic(err)
	}
}
