// What do helm-controller and helm themselves make of values? Reads a JSON list of questions, prints a JSON list of answers.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/fluxcd/pkg/apis/meta"
	"github.com/fluxcd/pkg/chartutil"
	"github.com/go-logr/logr"
	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/cli"
	"helm.sh/helm/v4/pkg/cli/values"
	"helm.sh/helm/v4/pkg/getter"
	"helm.sh/helm/v4/pkg/strvals"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
)

type source struct {
	Kind string            `json:"kind"`
	Name string            `json:"name"`
	Data map[string]string `json:"data"`
}

type question struct {
	// release: values of a HelmRelease. set: one text of --set. files: what the command line reads. merge: two documents.
	Ask        string                 `json:"ask"`
	Values     string                 `json:"values"`
	Over       string                 `json:"over"`
	References []meta.ValuesReference `json:"references"`
	Sources    []source               `json:"sources"`
	Text       string                 `json:"text"`
	Typed      bool                   `json:"typed"`
	Parameters []string               `json:"parameters"`
}

type answer struct {
	// Every scalar as `kind:text`, so that kinds of numbers are told apart.
	Value any    `json:"value"`
	Error string `json:"error,omitempty"`
}

func told(value any) any {
	switch v := value.(type) {
	case map[string]any:
		out := map[string]any{}
		for key, entry := range v {
			out[key] = told(entry)
		}
		return out
	case common.Values:
		return told(map[string]any(v))
	case []any:
		out := []any{}
		for _, entry := range v {
			out = append(out, told(entry))
		}
		return out
	default:
		return fmt.Sprintf("%T:%v", value, value)
	}
}

func read(text string) (map[string]any, error) {
	result, err := common.ReadValues([]byte(text))
	return result, err
}

func release(q question) (any, error) {
	objects := []client.Object{}
	for _, s := range q.Sources {
		where := metav1.ObjectMeta{Name: s.Name, Namespace: "apps"}
		if s.Kind == "Secret" {
			data := map[string][]byte{}
			for key, text := range s.Data {
				data[key] = []byte(text)
			}
			objects = append(objects, &corev1.Secret{ObjectMeta: where, Data: data})
		} else {
			objects = append(objects, &corev1.ConfigMap{ObjectMeta: where, Data: s.Data})
		}
	}
	inline, err := read(q.Values)
	if err != nil {
		return nil, err
	}
	c := fake.NewClientBuilder().WithObjects(objects...).Build()
	return chartutil.ChartValuesFromReferences(context.Background(), logr.Discard(), c, "apps", inline, q.References...)
}

func set(q question) (any, error) {
	table, err := read(q.Values)
	if err != nil {
		return nil, err
	}
	if q.Typed {
		err = strvals.ParseInto(q.Text, table)
	} else {
		err = strvals.ParseIntoString(q.Text, table)
	}
	return table, err
}

func files(q question) (any, error) {
	file, err := os.CreateTemp("", "values-*.yaml")
	if err != nil {
		return nil, err
	}
	defer os.Remove(file.Name())
	if err := os.WriteFile(file.Name(), []byte(q.Values), 0o600); err != nil {
		return nil, err
	}
	options := values.Options{ValueFiles: []string{file.Name()}, Values: q.Parameters}
	return options.MergeValues(getter.All(cli.New()))
}

func merge(q question) (any, error) {
	lower, err := read(q.Values)
	if err != nil {
		return nil, err
	}
	upper, err := read(q.Over)
	if err != nil {
		return nil, err
	}
	return chartutil.MergeMaps(lower, upper), nil
}

func main() {
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		panic(err)
	}
	ways := map[string]func(question) (any, error){"release": release, "set": set, "files": files, "merge": merge}
	answers := make([]answer, 0, len(questions))
	for _, q := range questions {
		value, err := ways[q.Ask](q)
		if err != nil {
			answers = append(answers, answer{Error: err.Error()})
		} else {
			answers = append(answers, answer{Value: told(value)})
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		panic(err)
	}
}
