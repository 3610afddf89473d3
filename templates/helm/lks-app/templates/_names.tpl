{{/* Labels that never change for a release: the only ones that selectors use. */}}
{{- define "lks-app.selector" -}}
app.kubernetes.io/name: {{ .Release.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* All labels of an object. */}}
{{- define "lks-app.labels" -}}
{{ include "lks-app.selector" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: {{ .Release.Name }}
{{- with .Values.image.tag }}
app.kubernetes.io/version: {{ . | quote }}
{{- end }}
lks.internal/env: {{ .Values.environment }}
lks.internal/owner: {{ .Values.owner }}
{{- end }}

{{/* Repository, tag for people, digest for the kubelet. */}}
{{- define "lks-app.image" -}}
{{ .Values.image.repository }}{{ with .Values.image.tag }}:{{ . }}{{ end }}@{{ .Values.image.digest }}
{{- end }}
