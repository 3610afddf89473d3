{{/* Name of the gateway and of its class. */}}
{{- define "lks-gateway.name" -}}
lks-{{ .Values.exposure }}
{{- end }}

{{/* Labels of every object. */}}
{{- define "lks-gateway.labels" -}}
lks.internal/env: {{ .Values.environment }}
lks.internal/owner: {{ .Values.owner }}
{{- end }}

{{/* Metadata of a namespaced object but its name. */}}
{{- define "lks-gateway.metadata" -}}
namespace: {{ .Values.namespace }}
labels:
  {{- include "lks-gateway.labels" . | nindent 2 }}
{{- end }}

{{/* Secret with the certificate. */}}
{{- define "lks-gateway.secret" -}}
{{ .Values.tls.secretName | default (printf "%s-tls" (include "lks-gateway.name" .)) }}
{{- end }}

{{/* Annotations of the load balancer, as YAML. */}}
{{- define "lks-gateway.annotations" -}}
{{- $facts := ((.Values.cluster).loadBalancer | default dict) -}}
{{- if eq .Values.exposure "private" -}}
{{ toYaml ($facts.privateAnnotations | default dict) }}
{{- else if and (eq .Values.exposure "public-waf") (eq .Values.waf.mode "provider") -}}
{{ toYaml (merge (dict) (((.Values.cluster).waf).annotations | default dict) ($facts.publicAnnotations | default dict)) }}
{{- else -}}
{{ toYaml ($facts.publicAnnotations | default dict) }}
{{- end -}}
{{- end }}
