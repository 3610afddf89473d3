{{/* How is the release watched? Prometheus finds the Service by the labels of the release, and its port by name. */}}
{{- define "lks-common.servicemonitor" -}}
{{- if .Values.metrics.enabled }}
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  {{- include "lks-common.metadata" (list . "") | nindent 2 }}
    {{- toYaml .Values.monitoringLabels | nindent 4 }}
spec:
  selector:
    matchLabels:
      {{- include "lks-common.selector" . | nindent 6 }}
      lks.internal/metrics: "true"
  endpoints:
    - port: metrics
      path: {{ .Values.metrics.path }}
      interval: {{ .Values.metrics.interval }}
{{- end }}
{{- end }}

{{/* Takes a dict: root, group, rules (YAML text). */}}
{{- define "lks-common.prometheusrule" -}}
{{- $root := .root -}}
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  {{- include "lks-common.metadata" (list $root "") | nindent 2 }}
    {{- toYaml $root.Values.monitoringLabels | nindent 4 }}
spec:
  groups:
    - name: {{ .group }}
      rules:
        {{- .rules | nindent 8 }}
{{- end }}

{{/* One rule. Takes a dict: root, alert, expr, for, summary. */}}
{{- define "lks-common.alert" -}}
- alert: {{ .alert }}
  expr: {{ .expr | quote }}
  for: {{ .for }}
  labels:
    severity: {{ .severity | default .root.Values.alerts.severity }}
    owner: {{ .root.Values.owner }}
  annotations:
    summary: {{ .summary | quote }}
    runbook_url: {{ printf "%s#%s" .root.Values.alerts.runbook (.alert | lower) | quote }}
{{- end }}
