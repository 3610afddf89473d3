{{/* Under which restrictions does every pod run? Pod Security Standards, level restricted. */}}
{{- define "lks-common.security.pod" -}}
runAsNonRoot: true
runAsUser: {{ int64 .Values.userId }}
runAsGroup: {{ int64 .Values.userId }}
fsGroup: {{ int64 .Values.userId }}
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{/* Under which restrictions does every container run? */}}
{{- define "lks-common.security.container" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}
