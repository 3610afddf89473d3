{{/* Which values contradict each other? */}}
{{- define "lks-backup.validate" -}}
{{- range $name, $tier := .Values.schedules }}
{{- if and $tier.enabled (not $.Values.stores.first.bucket) }}
{{- include "lks-common.refuse" (list "stores.first.bucket" (printf "is empty, but schedules.%s is on" $name) "stores: { first: { bucket: lks-backup-prod, region: region-a } }") }}
{{- end }}
{{- if and $tier.enabled $tier.secondStore (not $.Values.stores.second.bucket) }}
{{- include "lks-common.refuse" (list "stores.second.bucket" (printf "is empty, but schedules.%s.secondStore is on" $name) "stores: { second: { bucket: lks-backup-prod-b, region: region-b } }") }}
{{- end }}
{{- if and $tier.enabled $tier.secondStore (eq $.Values.stores.first.region $.Values.stores.second.region) }}
{{- include "lks-common.refuse" (list "stores.second.region" (printf "is %s, the region of the first store, too: both would be lost together" $.Values.stores.second.region) "stores: { second: { bucket: lks-backup-prod-b, region: region-b } }") }}
{{- end }}
{{- $hours := $tier.ttl | trimSuffix "h0m0s" | int }}
{{- if and $tier.enabled (lt (mul $hours 3600) (int $tier.recoveryPointSeconds)) }}
{{- include "lks-common.refuse" (list (printf "schedules.%s.ttl" $name) (printf "is %s and shorter than recoveryPointSeconds, %d: there would be times without any backup" $tier.ttl (int $tier.recoveryPointSeconds)) "ttl: 720h0m0s") }}
{{- end }}
{{- end }}
{{- end }}
