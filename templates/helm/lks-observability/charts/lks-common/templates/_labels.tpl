{{/* Which labels never change for a release? The only ones that selectors use: a selector cannot be changed later. */}}
{{- define "lks-common.selector" -}}
app.kubernetes.io/name: {{ .Release.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* Labels of every object but the name, so that a hook can have another one and no Service or budget selects it. */}}
{{- define "lks-common.labels.shared" -}}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: {{ .Values.partOf | default .Release.Name }}
{{- with (.Values.image).tag }}
app.kubernetes.io/version: {{ . | quote }}
{{- end }}
lks.internal/env: {{ .Values.environment }}
lks.internal/owner: {{ .Values.owner }}
{{- if not (kindIs "invalid" .Values.tier) }}
lks.internal/tier: {{ .Values.tier | toString | quote }}
{{- end }}
{{- with (.Values.backup).schedule }}
lks.internal/backup: {{ . }}
{{- end }}
{{- end }}

{{/* All labels of an object. */}}
{{- define "lks-common.labels" -}}
app.kubernetes.io/name: {{ .Release.Name }}
{{ include "lks-common.labels.shared" . }}
{{- end }}

{{/* Labels by which the network policies of the namespace choose pods: a pod asks for what it needs, nothing is open otherwise. */}}
{{- define "lks-common.labels.network" -}}
{{- if ne ((.Values.exposure).class | default "none") "none" }}
lks.internal/expose: http
{{- end }}
{{- if (.Values.metrics).enabled }}
lks.internal/metrics: "true"
{{- end }}
{{- include "lks-common.labels.egress" . }}
{{- end }}

{{/* What a pod may call, hooks and jobs among them. */}}
{{- define "lks-common.labels.egress" -}}
{{- if (.Values.traces).enabled }}
lks.internal/traces: "true"
{{- end }}
{{- if (.Values.network).database }}
lks.internal/uses-db: "true"
{{- end }}
{{- if (.Values.network).apiServer }}
lks.internal/apiserver-client: "true"
{{- end }}
{{- if ne ((.Values.network).egress | default "none") "none" }}
lks.internal/egress: {{ .Values.network.egress }}
{{- end }}
{{- if eq ((.Values.logs).format | default "plain") "json" }}
lks.internal/logs: json
{{- end }}
{{- end }}

{{/* Labels of the pods that the release serves with. */}}
{{- define "lks-common.labels.pod" -}}
{{ include "lks-common.labels" . }}
{{- include "lks-common.labels.network" . }}
{{- end }}
