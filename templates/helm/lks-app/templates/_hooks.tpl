{{/* Which labels does a hook bear? Another name than the app: no Service and no budget selects it. Takes a list: the root, the purpose. */}}
{{- define "lks-app.hook.labels" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ $root.Release.Name }}-{{ index . 1 }}
app.kubernetes.io/component: {{ index . 1 }}
{{ include "lks-common.labels.shared" $root }}
lks.internal/job: "true"
{{- include "lks-common.labels.egress" $root }}
{{- end }}

{{/* When does the migration run? Before each change, for Helm and Flux as for Argo CD. Takes a list: the root, the weight. */}}
{{- define "lks-app.hook" -}}
{{- $root := index . 0 -}}
name: {{ $root.Release.Name }}-migrate
namespace: {{ $root.Release.Namespace }}
labels:
  {{- include "lks-app.hook.labels" (list $root "migrate") | nindent 2 }}
annotations:
  helm.sh/hook: pre-install,pre-upgrade
  helm.sh/hook-weight: {{ index . 1 | quote }}
  helm.sh/hook-delete-policy: before-hook-creation
  argocd.argoproj.io/hook: PreSync
  argocd.argoproj.io/hook-delete-policy: BeforeHookCreation
  argocd.argoproj.io/sync-wave: {{ index . 1 | quote }}
{{- end }}
