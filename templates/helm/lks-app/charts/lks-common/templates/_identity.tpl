{{/* As whom do the pods run? An account of their own, without a token. Takes a list: the root, and what follows its name. */}}
{{- define "lks-common.serviceaccount" -}}
{{- $root := index . 0 -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  {{- include "lks-common.metadata" . | nindent 2 }}
  {{- with $root.Values.serviceAccount.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
automountServiceAccountToken: false
{{- end }}
