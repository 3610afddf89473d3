// What does Flux make of an object with variables, and of a directory? Reads a JSON list of questions, prints a JSON list of answers.
package main

import (
	"context"
	"encoding/json"
	"os"

	"github.com/fluxcd/pkg/kustomize"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/kustomize/api/provider"
	"sigs.k8s.io/yaml"
)

type question struct {
	// object: one object, as Flux substitutes it. generate: the kustomization of a directory.
	Ask    string            `json:"ask"`
	Text   string            `json:"text"`
	Vars   map[string]string `json:"vars"`
	Strict bool              `json:"strict"`
	Root   string            `json:"root"`
	Path   string            `json:"path"`
	// The Flux object of generate.
	Object map[string]any `json:"object"`
}

type answer struct {
	// JSON of the object or of the kustomization.
	Text string `json:"text"`
	// The object as text before anything is replaced.
	Before string `json:"before,omitempty"`
	File   string `json:"file,omitempty"`
	Error  string `json:"error,omitempty"`
}

func substituteObject(q question) (out answer, err error) {
	resource, err := provider.NewDefaultDepProvider().GetResourceFactory().FromBytes([]byte(q.Text))
	if err != nil {
		return out, err
	}
	before, err := resource.AsYAML()
	if err != nil {
		return out, err
	}
	out.Before = string(before)
	vars := map[string]any{}
	for name, value := range q.Vars {
		vars[name] = value
	}
	object := unstructured.Unstructured{Object: map[string]any{"spec": map[string]any{"postBuild": map[string]any{"substitute": vars}}}}
	options := []kustomize.SubstituteOption{
		kustomize.SubstituteWithDryRun(true), kustomize.SubstituteWithStrict(q.Strict), kustomize.SubstituteWithAlways(true),
	}
	changed, err := kustomize.SubstituteVariables(context.Background(), nil, object, resource, options...)
	if err != nil {
		return out, err
	}
	if changed == nil {
		changed = resource
	}
	value, err := changed.MarshalJSON()
	out.Text = string(value)
	return out, err
}

func generate(q question) (out answer, err error) {
	text, file, _, err := kustomize.NewGenerator(q.Root, unstructured.Unstructured{Object: q.Object}).GenerateManifest(q.Path)
	if err != nil {
		return out, err
	}
	value, err := yaml.YAMLToJSON(text)
	return answer{Text: string(value), File: file}, err
}

func reply(q question) (out answer) {
	var err error
	if q.Ask == "object" {
		out, err = substituteObject(q)
	} else {
		out, err = generate(q)
	}
	if err != nil {
		out.Text, out.Error = "", err.Error()
	}
	return out
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
