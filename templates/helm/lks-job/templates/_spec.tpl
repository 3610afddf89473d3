{{/* What does one run consist of? The same for a run by schedule and one for each release. */}}
{{- define "lks-job.spec" -}}
backoffLimit: {{ int .Values.attempts }}
activeDeadlineSeconds: {{ int .Values.deadlineSeconds }}
completions: {{ int .Values.completions }}
parallelism: {{ int .Values.parallelism }}
template:
  metadata:
    labels:
      {{- include "lks-common.labels.pod" . | nindent 6 }}
      lks.internal/job: "true"
    {{- include "lks-common.checksum" . | nindent 4 }}
  spec:
    restartPolicy: Never
    {{- include "lks-common.pod" (list . .Release.Name) | nindent 4 }}
    containers:
      - name: job
        {{- include "lks-common.container" (list . .Values.image .Values.command .Values.args) | nindent 8 }}
        volumeMounts:
          {{- include "lks-common.mounts" . | nindent 10 }}
    volumes:
      {{- include "lks-common.volumes" . | nindent 6 }}
{{- end }}
