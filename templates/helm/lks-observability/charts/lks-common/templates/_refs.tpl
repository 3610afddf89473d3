{{/* Which settings and secrets are files of the pods? Plain settings. */}}
{{- define "lks-common.configmap" -}}
{{- if .Values.config }}
apiVersion: v1
kind: ConfigMap
metadata:
  {{- include "lks-common.metadata" (list . "-config") | nindent 2 }}
data:
  {{- toYaml .Values.config | nindent 2 }}
{{- end }}
{{- end }}

{{/* Pods are replaced when settings change. */}}
{{- define "lks-common.checksum" -}}
{{- if .Values.config }}
annotations:
  lks.internal/config-checksum: {{ .Values.config | toJson | sha256sum }}
{{- end }}
{{- end }}

{{/* Secrets by reference: the store has the values. The Secret bears the same name. */}}
{{- define "lks-common.externalsecret.spec" -}}
refreshInterval: {{ .Values.secrets.refreshInterval }}
secretStoreRef:
  name: {{ .Values.secrets.store }}
  kind: {{ .Values.secrets.storeKind }}
target:
  creationPolicy: Owner
data:
  {{- range $name, $key := .Values.secrets.keys }}
  - secretKey: {{ $name }}
    remoteRef:
      key: {{ $key | quote }}
  {{- end }}
{{- end }}

{{- define "lks-common.externalsecret" -}}
{{- if .Values.secrets.keys }}
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  {{- include "lks-common.metadata" (list . "-secrets") | nindent 2 }}
spec:
  {{- include "lks-common.externalsecret.spec" . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Key and certificate for TLS that ends in the pod; the key is new with each certificate. */}}
{{- define "lks-common.certificate" -}}
{{- if .Values.certificate.enabled }}
apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  {{- include "lks-common.metadata" (list . "-tls") | nindent 2 }}
spec:
  secretName: {{ .Release.Name }}-tls
  duration: {{ .Values.certificate.duration }}
  renewBefore: {{ .Values.certificate.renewBefore }}
  privateKey:
    algorithm: ECDSA
    size: 256
    rotationPolicy: Always
  dnsNames:
    {{- toYaml .Values.certificate.hosts | nindent 4 }}
  issuerRef:
    group: cert-manager.io
    kind: {{ .Values.certificate.issuer.kind }}
    name: {{ .Values.certificate.issuer.name }}
{{- end }}
{{- end }}
