{{/* What does the collector do? It takes traces, metrics and logs by OTLP and sends all of them to the one monitor of the cluster. */}}
{{- define "lks-observability.collector" -}}
extensions:
  health_check:
    endpoint: 0.0.0.0:13133
    path: /
  bearertokenauth:
    filename: /etc/secrets/token
receivers:
  otlp:
    protocols:
      grpc: { endpoint: "0.0.0.0:4317" }
      http: { endpoint: "0.0.0.0:4318" }
processors:
  memory_limiter: { check_interval: 1s, limit_percentage: 75, spike_limit_percentage: 20 }
  batch: {}
  resource:
    attributes:
      - { key: deployment.environment.name, value: "${env:DEPLOYMENT_ENVIRONMENT}", action: upsert }
exporters:
  otlphttp:
    endpoint: "${env:MONITOR_ENDPOINT}"
    auth: { authenticator: bearertokenauth }
service:
  extensions: [health_check, bearertokenauth]
  telemetry:
    metrics:
      readers:
        - pull: { exporter: { prometheus: { host: 0.0.0.0, port: {{ int .Values.metrics.port }} } } }
  pipelines:
    traces: { receivers: [otlp], processors: [memory_limiter, resource, batch], exporters: [otlphttp] }
    metrics: { receivers: [otlp], processors: [memory_limiter, resource, batch], exporters: [otlphttp] }
    logs: { receivers: [otlp], processors: [memory_limiter, resource, batch], exporters: [otlphttp] }
{{- end }}

{{/* Where is the monitor? What the values say, or else the profile of the cluster. */}}
{{- define "lks-observability.endpoint" -}}
{{- .Values.export.endpoint | default (((.Values.cluster).monitor).endpoint | default "") }}
{{- end }}
