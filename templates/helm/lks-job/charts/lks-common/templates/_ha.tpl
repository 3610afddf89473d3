{{/* How many pods are there at least? */}}
{{- define "lks-common.minimum" -}}
{{- if (.Values.autoscaling).enabled }}{{ int .Values.autoscaling.minReplicas }}{{ else }}{{ int .Values.replicas }}{{ end }}
{{- end }}

{{/* At most? */}}
{{- define "lks-common.maximum" -}}
{{- if (.Values.autoscaling).enabled }}{{ int .Values.autoscaling.maxReplicas }}{{ else }}{{ int .Values.replicas }}{{ end }}
{{- end }}

{{/* How do the pods keep away from each other? One revision at a time counts; pods of a StatefulSet lack that label, and then it does not count. */}}
{{- define "lks-common.spread" -}}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: topology.kubernetes.io/zone
    whenUnsatisfiable: {{ ternary "DoNotSchedule" "ScheduleAnyway" (eq .Values.ha.zoneSpread "required") }}
    labelSelector:
      matchLabels:
        {{- include "lks-common.selector" . | nindent 8 }}
    matchLabelKeys: [pod-template-hash]
{{- if ne .Values.ha.hostAntiAffinity "none" }}
affinity:
  podAntiAffinity:
    {{- if eq .Values.ha.hostAntiAffinity "required" }}
    requiredDuringSchedulingIgnoredDuringExecution:
      - topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels:
            {{- include "lks-common.selector" . | nindent 12 }}
    {{- else }}
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels:
              {{- include "lks-common.selector" . | nindent 14 }}
    {{- end }}
{{- end }}
{{- end }}

{{/* May a node be drained? One pod at a time; a budget over a single pod would forbid every drain, so that there is none. */}}
{{- define "lks-common.pdb" -}}
{{- if ge (include "lks-common.minimum" . | int) 2 }}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  {{- include "lks-common.metadata" (list . "") | nindent 2 }}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "lks-common.selector" . | nindent 6 }}
{{- end }}
{{- end }}
