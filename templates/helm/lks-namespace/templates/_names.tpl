{{/* Name of the namespace. */}}
{{- define "lks-namespace.name" -}}
{{- .Values.name | default (printf "%s-%s" .Values.tenant .Values.environment) -}}
{{- end }}

{{/* Labels of every object. The env label carries the isolation: who may edit it, edits the walls. */}}
{{- define "lks-namespace.labels" -}}
lks.internal/env: {{ .Values.environment }}
lks.internal/owner: {{ .Values.owner }}
lks.internal/tenant: {{ .Values.tenant }}
{{- end }}

{{/* Metadata of a namespaced object but its name. */}}
{{- define "lks-namespace.metadata" -}}
namespace: {{ include "lks-namespace.name" . }}
labels:
  {{- include "lks-namespace.labels" . | nindent 2 }}
{{- end }}

{{/* Annotations that say why an exception stands, from {owner, reason, expires}. */}}
{{- define "lks-namespace.because" -}}
lks.internal/expires: {{ .expires | quote }}
lks.internal/owner: {{ .owner | quote }}
lks.internal/reason: {{ .reason | quote }}
{{- end }}

{{/* One peer: namespace AND pod, in one list item. Takes {namespace, podLabels}. */}}
{{- define "lks-namespace.peer" -}}
- namespaceSelector:
    matchLabels:
      kubernetes.io/metadata.name: {{ .namespace }}
  podSelector:
    matchLabels:
      {{- toYaml .podLabels | nindent 6 }}
{{- end }}

{{/* Pods with these labels in any tenant namespace of this environment. Takes [root, labels]. */}}
{{- define "lks-namespace.tenants" -}}
- namespaceSelector:
    matchLabels:
      lks.internal/env: {{ (index . 0).Values.environment }}
    matchExpressions:
      - key: lks.internal/tenant
        operator: Exists
  podSelector:
    matchLabels:
      {{- toYaml (index . 1) | nindent 6 }}
{{- end }}

{{/* TCP ports of a list of names and numbers. */}}
{{- define "lks-namespace.ports" -}}
{{- range . }}
- protocol: TCP
  port: {{ . }}
{{- end }}
{{- end }}

{{/* Peers of a list of CIDRs. */}}
{{- define "lks-namespace.blocks" -}}
{{- range . }}
- ipBlock:
    cidr: {{ . }}
{{- end }}
{{- end }}

{{/* Subjects of a list of groups. */}}
{{- define "lks-namespace.groups" -}}
{{- range . }}
- apiGroup: rbac.authorization.k8s.io
  kind: Group
  name: {{ . | quote }}
{{- end }}
{{- end }}
