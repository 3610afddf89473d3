{{/* What are an object's name, namespace and labels? Takes a list: the root, and what follows the name of the release. */}}
{{- define "lks-common.metadata" -}}
{{- $root := index . 0 -}}
name: {{ $root.Release.Name }}{{ index . 1 }}
namespace: {{ $root.Release.Namespace }}
labels:
  {{- include "lks-common.labels" $root | nindent 2 }}
{{- end }}

{{/* Repository, tag for people, digest for the kubelet. Takes the values of one image. */}}
{{- define "lks-common.image" -}}
{{ .repository }}{{ with .tag }}:{{ . }}{{ end }}@{{ .digest }}
{{- end }}
