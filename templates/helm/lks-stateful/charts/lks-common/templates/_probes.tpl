{{/* How is a container asked whether it lives, and how does it stop? Takes a list: the root, and the name of the port that answers. */}}
{{- define "lks-common.probes" -}}
{{- $root := index . 0 -}}
{{- $port := index . 1 -}}
startupProbe:
  httpGet:
    path: {{ $root.Values.probes.startup }}
    port: {{ $port }}
  periodSeconds: 5
  failureThreshold: {{ int $root.Values.probes.startupAttempts }}
livenessProbe:
  httpGet:
    path: {{ $root.Values.probes.liveness }}
    port: {{ $port }}
readinessProbe:
  httpGet:
    path: {{ $root.Values.probes.readiness }}
    port: {{ $port }}
{{- end }}

{{/* Endpoints are told before the process is: it serves on while they take note. */}}
{{- define "lks-common.stop" -}}
lifecycle:
  preStop:
    sleep:
      seconds: {{ int .Values.preStopSeconds }}
{{- end }}
