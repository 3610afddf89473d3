{{/* Which values contradict each other? Each message names the key, what is wrong and an example. Renders nothing. */}}
{{- define "lks-common.refuse" -}}
{{- fail (printf "%s: %s; for example:\n  %s" (index . 0) (index . 1) (index . 2)) }}
{{- end }}

{{/* Is the environment of stage prod? By whole words of its name, as fairway reads it. */}}
{{- define "lks-common.isProd" -}}
{{- if regexMatch "(^|-)(prod|production|prd|live)(-|$)" .Values.environment }}yes{{ end }}
{{- end }}

{{/* Contradictions that every workload can have. */}}
{{- define "lks-common.validate" -}}
{{- $values := .Values }}
{{- if and $values.secrets.keys (not $values.secrets.store) }}
{{- include "lks-common.refuse" (list "secrets.store" "is empty, but secrets.keys wants secrets" "secrets: { store: team-shop, keys: { password: shop/web/password } }") }}
{{- end }}
{{- range $name := ternary (list "OTEL_EXPORTER_OTLP_ENDPOINT" "OTEL_EXPORTER_OTLP_PROTOCOL" "OTEL_SERVICE_NAME") list $values.traces.enabled }}
{{- if hasKey $values.env $name }}
{{- include "lks-common.refuse" (list (printf "env.%s" $name) "is set by traces.enabled already" "traces: { enabled: true, endpoint: http://opentelemetry-collector.monitoring:4317 }") }}
{{- end }}
{{- end }}
{{- if and (eq $values.logs.format "json") (hasKey $values.env "LOG_FORMAT") }}
{{- include "lks-common.refuse" (list "env.LOG_FORMAT" "is set by logs.format already" "logs: { format: json }") }}
{{- end }}
{{- if and $values.networkPolicy.enabled $values.network.database (not $values.networkPolicy.database.cidrs) }}
{{- include "lks-common.refuse" (list "networkPolicy.database.cidrs" "is empty, but network.database is on" "networkPolicy: { database: { cidrs: [10.20.3.0/24] } }") }}
{{- end }}
{{- if and $values.networkPolicy.enabled $values.network.apiServer (not $values.networkPolicy.apiServerCidrs) }}
{{- include "lks-common.refuse" (list "networkPolicy.apiServerCidrs" "is empty, but network.apiServer is on" "networkPolicy: { apiServerCidrs: [10.20.0.4/32] }") }}
{{- end }}
{{- end }}

{{/* Contradictions of what runs in several pods. */}}
{{- define "lks-common.validate.ha" -}}
{{- $minimum := include "lks-common.minimum" . | int }}
{{- $maximum := include "lks-common.maximum" . | int }}
{{- $zones := len ((.Values.cluster).zones | default list) }}
{{- if ge (int .Values.preStopSeconds) (int .Values.gracePeriodSeconds) }}
{{- include "lks-common.refuse" (list "preStopSeconds" "must be less than gracePeriodSeconds: the pod would be killed while it still waits" "preStopSeconds: 5") }}
{{- end }}
{{- if and (include "lks-common.isProd" .) (has (.Values.tier | toString) (list "0" "1")) (lt $minimum 2) }}
{{- include "lks-common.refuse" (list "replicas" (printf "tier %v in %s needs at least two pods, found %d" .Values.tier .Values.environment $minimum) "replicas: 3") }}
{{- end }}
{{- if and (eq .Values.ha.zoneSpread "required") (or (lt $zones 2) (lt $minimum $zones)) }}
{{- include "lks-common.refuse" (list "ha.zoneSpread" (printf "required needs two zones or more and a pod for each; found %d zones in cluster.zones and %d pods at least" $zones $minimum) "ha: { zoneSpread: preferred }") }}
{{- end }}
{{- if and (eq .Values.ha.hostAntiAffinity "required") (le (int .Values.ha.nodes) $maximum) }}
{{- include "lks-common.refuse" (list "ha.nodes" (printf "hostAntiAffinity required needs a node more than pods (%d at most), found %d" $maximum (int .Values.ha.nodes)) "ha: { hostAntiAffinity: preferred }") }}
{{- end }}
{{- if and .Values.metrics.enabled (eq (int .Values.metrics.port) (int .Values.port)) }}
{{- include "lks-common.refuse" (list "metrics.port" "is the port of the service, too: a network policy could not tell them apart" "metrics: { enabled: true, port: 9090 }") }}
{{- end }}
{{- if and .Values.alerts.enabled (not .Values.alerts.runbook) }}
{{- include "lks-common.refuse" (list "alerts.runbook" "is empty, but alerts.enabled is on" "alerts: { enabled: true, runbook: https://docs.lks.internal/shop/web }") }}
{{- end }}
{{- end }}
