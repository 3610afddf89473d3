{{/* Labels of every object. */}}
{{- define "lks-storage.labels" -}}
lks.internal/owner: {{ .Values.owner }}
{{- end }}

{{/* Class name by the word of the profile, as YAML. */}}
{{- define "lks-storage.names" -}}
gpSsd: lks-gp-ssd
nvme: lks-nvme
replicated: lks-replicated
{{- end }}

{{/* Facts about the driver of a class, or a failure. Takes [root, word, key]. */}}
{{- define "lks-storage.driver" -}}
{{- $driver := get (((index . 0).Values.cluster).storage | default dict) (index . 1) -}}
{{- if not $driver -}}
{{ fail (printf "%s names %s, but cluster.storage.%s is not set: add it to clusters/<name>/profile.yaml, for example %s: {provisioner: ssd.csi.cloud.example}, or remove it" (index . 2) (index . 1) (index . 1) (index . 1)) }}
{{- end -}}
{{ toYaml $driver }}
{{- end }}

{{/* Drivers that take snapshots, each once, by the name of the first class that has it: backups look for one class of a driver. As YAML. */}}
{{- define "lks-storage.snapshots" -}}
{{- $names := include "lks-storage.names" . | fromYaml -}}
{{- $seen := dict -}}
{{- $found := dict -}}
{{- range $word := .Values.classes -}}
{{- $driver := include "lks-storage.driver" (list $ $word "classes") | fromYaml -}}
{{- if and $driver.snapshots (not (hasKey $seen $driver.provisioner)) -}}
{{- $_ := set $seen $driver.provisioner true -}}
{{- $_ := set $found (get $names $word) $driver.provisioner -}}
{{- end -}}
{{- end -}}
{{ toYaml $found }}
{{- end }}
