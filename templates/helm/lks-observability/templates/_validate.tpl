{{/* Which values contradict each other? */}}
{{- define "lks-observability.validate" -}}
{{- if and .Values.alerts.enabled (not .Values.alerts.runbook) }}
{{- include "lks-common.refuse" (list "alerts.runbook" "is empty, but alerts.enabled is on" "alerts: { enabled: true, runbook: https://docs.lks.internal/platform/alerts }") }}
{{- end }}
{{- if .Values.export.enabled }}
{{- include "lks-common.validate" . }}
{{- include "lks-common.validate.ha" . }}
{{- if not (include "lks-observability.endpoint" .) }}
{{- include "lks-common.refuse" (list "export.endpoint" "is empty, as is cluster.monitor.endpoint, but export.enabled is on" "export: { enabled: true, endpoint: https://monitor.lks.internal/otlp }") }}
{{- end }}
{{- $protocol := ((.Values.cluster).monitor).protocol | default "otlp-http" }}
{{- if and (not .Values.export.endpoint) (ne $protocol "otlp-http") }}
{{- include "lks-common.refuse" (list "export.endpoint" (printf "is empty, and the monitor of the cluster speaks %s, not otlp-http" $protocol) "export: { enabled: true, endpoint: https://monitor.lks.internal/otlp }") }}
{{- end }}
{{- if not (hasKey .Values.secrets.keys "token") }}
{{- include "lks-common.refuse" (list "secrets.keys.token" "is missing: the monitor asks for a token" "secrets: { store: platform, keys: { token: platform/monitor/token } }") }}
{{- end }}
{{- if not .Values.image.digest }}
{{- include "lks-common.refuse" (list "image.digest" "is empty, but export.enabled is on" "image: { repository: registry.lks.internal/platform/opentelemetry-collector, digest: sha256:… }") }}
{{- end }}
{{- end }}
{{- end }}
