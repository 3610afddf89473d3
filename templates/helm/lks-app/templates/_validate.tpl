{{/* Which values of this chart contradict each other? */}}
{{- define "lks-app.validate" -}}
{{- include "lks-common.validate" . }}
{{- include "lks-common.validate.ha" . }}
{{- $values := .Values }}
{{- if and (ne $values.exposure.class "none") (not $values.exposure.host) }}
{{- include "lks-common.refuse" (list "exposure.host" (printf "is empty, but exposure.class is %s" $values.exposure.class) "exposure: { class: private, host: shop.test.lks.internal }") }}
{{- end }}
{{- if and (eq $values.exposure.class "none") $values.exposure.host }}
{{- include "lks-common.refuse" (list "exposure.class" (printf "is none, but exposure.host is %s: nobody would reach it" $values.exposure.host) "exposure: { class: private, host: shop.test.lks.internal }") }}
{{- end }}
{{- if and $values.autoscaling.enabled (gt (int $values.autoscaling.minReplicas) (int $values.autoscaling.maxReplicas)) }}
{{- include "lks-common.refuse" (list "autoscaling.minReplicas" (printf "is %d and more than maxReplicas, %d" (int $values.autoscaling.minReplicas) (int $values.autoscaling.maxReplicas)) "autoscaling: { enabled: true, minReplicas: 3, maxReplicas: 9 }") }}
{{- end }}
{{- if and $values.migration.enabled (not $values.migration.command) }}
{{- include "lks-common.refuse" (list "migration.command" "is empty, but migration.enabled is on" "migration: { enabled: true, command: [/app/migrate] }") }}
{{- end }}
{{- if and $values.smokeTest.enabled (not $values.smokeTest.command) }}
{{- include "lks-common.refuse" (list "smokeTest.command" "is empty, but smokeTest.enabled is on" "smokeTest: { enabled: true, command: [/app/check] }") }}
{{- end }}
{{- if and $values.certificate.enabled (or (not $values.certificate.hosts) (not $values.certificate.issuer.name)) }}
{{- include "lks-common.refuse" (list "certificate" "needs hosts and issuer.name" "certificate: { enabled: true, hosts: [web.shop-test.svc], issuer: { name: internal } }") }}
{{- end }}
{{- end }}
