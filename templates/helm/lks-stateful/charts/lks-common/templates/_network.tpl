{{/* Who may talk to the pods of the release, hooks among them? Only where the platform does not own the policies of the namespace. */}}
{{- define "lks-common.networkpolicy" -}}
{{- if .Values.networkPolicy.enabled }}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  {{- include "lks-common.metadata" (list . "") | nindent 2 }}
spec:
  podSelector:
    matchLabels:
      app.kubernetes.io/instance: {{ .Release.Name }}
  policyTypes: [Ingress, Egress]
  {{- $ingress := include "lks-common.networkpolicy.ingress" . | trim }}
  ingress:
    {{- if $ingress }}
    {{- $ingress | nindent 4 }}
    {{- else }} []
    {{- end }}
  egress:
    {{- include "lks-common.networkpolicy.egress" . | trim | nindent 4 }}
{{- end }}
{{- end }}

{{- define "lks-common.networkpolicy.ingress" -}}
{{- if ne ((.Values.exposure).class | default "none") "none" }}
- from:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: {{ .Values.networkPolicy.gateway.namespace }}
      podSelector:
        matchLabels:
          {{- toYaml .Values.networkPolicy.gateway.labels | nindent 10 }}
    {{- range .Values.networkPolicy.gateway.cidrs }}
    - ipBlock:
        cidr: {{ . | quote }}
    {{- end }}
  ports:
    - protocol: TCP
      port: http
{{- end }}
{{- if (.Values.metrics).enabled }}
- from:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: {{ .Values.networkPolicy.monitoringNamespace }}
      podSelector:
        matchLabels:
          app.kubernetes.io/name: prometheus
  ports:
    - protocol: TCP
      port: metrics
{{- end }}
{{- with include "lks-common.ports.own" . }}
- from:
    - podSelector:
        matchLabels:
          app.kubernetes.io/part-of: {{ $.Values.partOf | default $.Release.Name }}
  ports:
    {{- . | nindent 4 }}
{{- end }}
{{- end }}

{{/* Container ports by name; '' for a chart without any. */}}
{{- define "lks-common.ports.own" -}}
{{- if .Values.port }}
- protocol: TCP
  port: {{ .Values.portName | default "http" }}
{{- end }}
{{- end }}

{{- define "lks-common.networkpolicy.egress" -}}
- to:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: kube-system
      podSelector:
        matchLabels:
          k8s-app: kube-dns
    {{- range .Values.networkPolicy.dnsCidrs }}
    - ipBlock:
        cidr: {{ . | quote }}
    {{- end }}
  ports:
    - { protocol: UDP, port: 53 }
    - { protocol: TCP, port: 53 }
{{- with include "lks-common.ports.own" . }}
- to:
    - podSelector:
        matchLabels:
          app.kubernetes.io/part-of: {{ $.Values.partOf | default $.Release.Name }}
  ports:
    {{- . | nindent 4 }}
{{- end }}
{{- if .Values.network.database }}
- to:
    {{- range .Values.networkPolicy.database.cidrs }}
    - ipBlock:
        cidr: {{ . | quote }}
    {{- end }}
  ports:
    {{- range .Values.networkPolicy.database.ports }}
    - { protocol: TCP, port: {{ int . }} }
    {{- end }}
{{- end }}
{{- if .Values.network.apiServer }}
- to:
    {{- range .Values.networkPolicy.apiServerCidrs }}
    - ipBlock:
        cidr: {{ . | quote }}
    {{- end }}
  ports:
    - { protocol: TCP, port: 443 }
    - { protocol: TCP, port: 6443 }
{{- end }}
{{- if .Values.traces.enabled }}
- to:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: {{ .Values.networkPolicy.monitoringNamespace }}
      podSelector:
        matchLabels:
          app.kubernetes.io/name: opentelemetry-collector
  ports:
    - { protocol: TCP, port: 4317 }
    - { protocol: TCP, port: 4318 }
{{- end }}
{{- if eq .Values.network.egress "proxy" }}
- to:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: egress-system
      podSelector:
        matchLabels:
          app: egress-gateway
  ports:
    - { protocol: TCP, port: 3128 }
{{- end }}
{{- if eq .Values.network.egress "internet" }}
- to:
    - ipBlock:
        cidr: 0.0.0.0/0
        except: [10.0.0.0/8, 100.64.0.0/10, 169.254.0.0/16, 172.16.0.0/12, 192.168.0.0/16]
    - ipBlock:
        cidr: "::/0"
        except: ["fc00::/7", "fe80::/10"]
  ports:
    - { protocol: TCP, port: 443 }
{{- end }}
{{- end }}
