{{/* Which values of this chart contradict each other? */}}
{{- define "lks-job.validate" -}}
{{- include "lks-common.validate" . }}
{{- if and .Values.suspend (not .Values.schedule) }}
{{- include "lks-common.refuse" (list "suspend" "means a schedule, but schedule is empty" "schedule: 30 2 * * *") }}
{{- end }}
{{- if gt (int .Values.parallelism) (int .Values.completions) }}
{{- include "lks-common.refuse" (list "parallelism" (printf "is %d and more than completions, %d" (int .Values.parallelism) (int .Values.completions)) "completions: 4, parallelism: 2") }}
{{- end }}
{{- if ge (int .Values.gracePeriodSeconds) (int .Values.deadlineSeconds) }}
{{- include "lks-common.refuse" (list "deadlineSeconds" "must be more than gracePeriodSeconds" "deadlineSeconds: 3600") }}
{{- end }}
{{- end }}
