{{/* Which files does a container find? The root is read-only, so that what it writes goes to /tmp or a volume of its own. */}}
{{- define "lks-common.mounts" -}}
- name: tmp
  mountPath: /tmp
{{- if .Values.config }}
- name: config
  mountPath: /etc/config
  readOnly: true
{{- end }}
{{- include "lks-common.mounts.identity" . }}
{{- if (.Values.certificate).enabled }}
- name: tls
  mountPath: /etc/tls
  readOnly: true
{{- end }}
{{- end }}

{{/* Secrets and the token for another service's identity check: files, never variables. */}}
{{- define "lks-common.mounts.identity" -}}
{{- if .Values.secrets.keys }}
- name: secrets
  mountPath: /etc/secrets
  readOnly: true
{{- end }}
{{- if .Values.serviceAccount.token.audience }}
- name: identity
  mountPath: /var/run/secrets/lks
  readOnly: true
{{- end }}
{{- end }}

{{/* Where do these files come from? */}}
{{- define "lks-common.volumes" -}}
{{- include "lks-common.volumes.tmp" . }}
{{- if .Values.config }}
- name: config
  configMap:
    name: {{ .Release.Name }}-config
{{- end }}
{{- include "lks-common.volumes.identity" (list . (printf "%s-secrets" .Release.Name)) }}
{{- if (.Values.certificate).enabled }}
- name: tls
  secret:
    secretName: {{ .Release.Name }}-tls
    defaultMode: 0440
{{- end }}
{{- end }}

{{- define "lks-common.volumes.tmp" -}}
- name: tmp
  emptyDir:
    sizeLimit: {{ .Values.scratch.size }}
{{- end }}

{{/* Takes a list: the root, and the name of the Secret. */}}
{{- define "lks-common.volumes.identity" -}}
{{- $root := index . 0 -}}
{{- if $root.Values.secrets.keys }}
- name: secrets
  secret:
    secretName: {{ index . 1 }}
    defaultMode: 0440
{{- end }}
{{- with $root.Values.serviceAccount.token }}
{{- if .audience }}
- name: identity
  projected:
    sources:
      - serviceAccountToken:
          path: token
          audience: {{ .audience }}
          expirationSeconds: {{ int .expirationSeconds }}
{{- end }}
{{- end }}
{{- end }}
