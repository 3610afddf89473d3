{{/* What does the spec of every pod say before its containers? Takes a list: the root, and the name of the ServiceAccount. */}}
{{- define "lks-common.pod" -}}
{{- $root := index . 0 -}}
serviceAccountName: {{ index . 1 }}
automountServiceAccountToken: false
enableServiceLinks: false
terminationGracePeriodSeconds: {{ int $root.Values.gracePeriodSeconds }}
{{- if $root.Values.userNamespace }}
hostUsers: false
{{- end }}
securityContext:
  {{- include "lks-common.security.pod" $root | nindent 2 }}
{{- include "lks-common.placement" $root }}
{{- end }}

{{/* On which nodes? As the profile of the cluster describes the pool; without a profile, by the labels and taints that pools have by default. */}}
{{- define "lks-common.placement" -}}
{{- $profile := .Values.placement.profile }}
{{- if ne $profile "none" }}
{{- $pool := dict "labels" (dict "lks.internal/pool" $profile) "taints" list }}
{{- if eq $profile "system" }}{{ $_ := set $pool "taints" (list (dict "key" "lks.internal/pool" "value" "system" "effect" "NoSchedule")) }}{{ end }}
{{- if eq $profile "gpu" }}{{ $_ := set $pool "taints" (list (dict "key" "nvidia.com/gpu" "value" "present" "effect" "NoSchedule")) }}{{ end }}
{{- with (.Values.cluster).pools }}
{{- if not (hasKey . $profile) }}
{{- include "lks-common.refuse" (list "placement.profile" (printf "is %s, but the cluster has no such pool; cluster.pools has: %s" $profile (keys . | sortAlpha | join ", ")) "placement: { profile: none }") }}
{{- end }}
{{- $pool = index . $profile }}
{{- end }}
nodeSelector:
  {{- toYaml $pool.labels | nindent 2 }}
{{- with $pool.taints }}
tolerations:
  {{- range . }}
  - key: {{ .key }}
    operator: {{ ternary "Equal" "Exists" (hasKey . "value") }}
    {{- with .value }}
    value: {{ . | quote }}
    {{- end }}
    effect: {{ .effect }}
  {{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* What does a container say about its image, command, environment and resources? Takes a list: the root, image values, command, arguments. */}}
{{- define "lks-common.container" -}}
{{- $root := index . 0 -}}
image: {{ include "lks-common.image" (index . 1) }}
imagePullPolicy: IfNotPresent
{{- with index . 2 }}
command:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with index . 3 }}
args:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with include "lks-common.env" $root }}
env:
  {{- . | nindent 2 }}
{{- end }}
resources:
  {{- include "lks-common.resources" $root | nindent 2 }}
securityContext:
  {{- include "lks-common.security.container" $root | nindent 2 }}
{{- end }}

{{/* Variables from the values and from what is switched on. */}}
{{- define "lks-common.env" -}}
{{- range $name, $value := .Values.env }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- if eq .Values.logs.format "json" }}
- name: LOG_FORMAT
  value: json
{{- end }}
{{- if .Values.traces.enabled }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ .Values.traces.endpoint }}
- name: OTEL_EXPORTER_OTLP_PROTOCOL
  value: grpc
- name: OTEL_SERVICE_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.labels['app.kubernetes.io/name']
{{- end }}
{{- end }}

{{/* Requests and limits; a pod of the gpu pool asks for the device. */}}
{{- define "lks-common.resources" -}}
{{- $resources := deepCopy .Values.resources }}
{{- if eq .Values.placement.profile "gpu" }}
{{- $gpus := dict "nvidia.com/gpu" (.Values.placement.gpus | int | toString) }}
{{- $resources = mergeOverwrite $resources (dict "limits" $gpus) }}
{{- end }}
{{- toYaml $resources }}
{{- end }}
