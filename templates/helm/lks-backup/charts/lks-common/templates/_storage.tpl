{{/* On which storage do claims live? What a failed zone must not take away is replicated: tiers 0 and 1. */}}
{{- define "lks-common.storageclass" -}}
{{- if .Values.storage.class }}{{ .Values.storage.class }}
{{- else if has (.Values.tier | toString) (list "0" "1") }}lks-replicated
{{- else }}lks-gp-ssd
{{- end }}
{{- end }}
