{{/* Which annotations do the pods bear: the checksum of the settings, and what Velero runs around a snapshot? */}}
{{- define "lks-stateful.annotations" -}}
{{- $annotations := dict }}
{{- with include "lks-common.checksum" . }}{{ $annotations = (. | fromYaml).annotations }}{{ end }}
{{- range $when := list "pre" "post" }}
{{- $command := index $.Values.backup (printf "%sCommand" $when) }}
{{- if $command }}
{{- $_ := set $annotations (printf "%s.hook.backup.velero.io/container" $when) "app" }}
{{- $_ := set $annotations (printf "%s.hook.backup.velero.io/command" $when) ($command | toJson) }}
{{- end }}
{{- end }}
{{- if $annotations }}
annotations:
  {{- toYaml $annotations | nindent 2 }}
{{- end }}
{{- end }}
