{{/* Which values of this chart contradict each other? */}}
{{- define "lks-stateful.validate" -}}
{{- include "lks-common.validate" . }}
{{- include "lks-common.validate.ha" . }}
{{- $class := include "lks-common.storageclass" . }}
{{- if and (include "lks-common.isProd" .) (has (.Values.tier | toString) (list "0" "1")) (ne $class "lks-replicated") }}
{{- include "lks-common.refuse" (list "storage.class" (printf "is %s, but tier %v in %s must survive the loss of a zone" $class .Values.tier .Values.environment) "storage: { class: lks-replicated }") }}
{{- end }}
{{- if and (include "lks-common.isProd" .) (not .Values.backup.schedule) (has (.Values.tier | toString) (list "0" "1")) }}
{{- include "lks-common.refuse" (list "backup.schedule" (printf "is empty, but tier %v in %s must be backed up" .Values.tier .Values.environment) "backup: { schedule: tier1 }") }}
{{- end }}
{{- if or (eq (int .Values.healthPort) (int .Values.port)) (and .Values.metrics.enabled (eq (int .Values.healthPort) (int .Values.metrics.port))) }}
{{- include "lks-common.refuse" (list "healthPort" "is the number of another port, too" "healthPort: 8080") }}
{{- end }}
{{- end }}
