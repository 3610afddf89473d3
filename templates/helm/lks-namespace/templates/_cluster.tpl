{{/* What clusters/<name>/*.yaml says, read in one place. Each fails with the key that is missing. */}}

{{- define "lks-namespace.podSecurityVersion" -}}
{{- if .Values.podSecurity.version -}}
{{ .Values.podSecurity.version }}
{{- else if (.Values.cluster).kubernetes -}}
v{{ regexFind "^[0-9]+[.][0-9]+" (toString .Values.cluster.kubernetes) }}
{{- else -}}
{{ fail "podSecurity.version is empty and cluster.kubernetes is not set: pass clusters/<name>/profile.yaml as a values file, or set podSecurity.version: v1.36" }}
{{- end -}}
{{- end }}

{{/* cluster.network, or a failure that names who asks for it. Takes [root, key]. */}}
{{- define "lks-namespace.networkFacts" -}}
{{- $facts := ((index . 0).Values.cluster).network -}}
{{- if not $facts -}}
{{ fail (printf "%s needs cluster.network: pass clusters/<name>/network.yaml as a values file" (index . 1)) }}
{{- end -}}
{{ toYaml $facts }}
{{- end }}

{{/* An address as a range of one. */}}
{{- define "lks-namespace.single" -}}
{{ . }}/{{ if contains ":" . }}128{{ else }}32{{ end }}
{{- end }}

{{/* Ranges of the subnets of a role, as a YAML list. Takes [root, role, key]. */}}
{{- define "lks-namespace.subnets" -}}
{{- $facts := include "lks-namespace.networkFacts" (list (index . 0) (index . 2)) | fromYaml -}}
{{- $role := index . 1 -}}
{{- $cidrs := list -}}
{{- range $facts.subnets -}}
{{- if eq .role $role -}}{{- $cidrs = concat $cidrs .cidrs -}}{{- end -}}
{{- end -}}
{{- if not $cidrs -}}
{{ fail (printf "%s needs a subnet of role %s in cluster.network.subnets, for example {name: %s, role: %s, cidrs: [10.40.2.0/24]}" (index . 2) $role $role $role) }}
{{- end -}}
{{ toYaml $cidrs }}
{{- end }}

{{/* Addresses of the API server, behind its Service and the Service itself: a policy may be judged before or after that is resolved. */}}
{{- define "lks-namespace.apiServers" -}}
{{- $facts := include "lks-namespace.networkFacts" (list . "network.allow.apiServer") | fromYaml -}}
{{- $cidrs := list -}}
{{- range $facts.apiServer.endpoints -}}
{{- $cidrs = append $cidrs (include "lks-namespace.single" .address) -}}
{{- end -}}
{{- range $facts.serviceCIDRs -}}
{{- $base := index (splitList "/" .) 0 -}}
{{- if hasSuffix "::" $base -}}
{{- $cidrs = append $cidrs (printf "%s1/128" $base) -}}
{{- else if contains ":" $base -}}
{{ fail (printf "network.allow.apiServer: cluster.network.serviceCIDRs: %s is not written with a trailing ::, write for example fd00:10::/108" .) }}
{{- else -}}
{{- $octets := splitList "." $base -}}
{{- $cidrs = append $cidrs (printf "%s.%d/32" (join "." (initial $octets)) (add1 (atoi (last $octets)))) -}}
{{- end -}}
{{- end -}}
{{ toYaml (uniq $cidrs) }}
{{- end }}

{{/* Ports of the API server: 443 of the Service, 6443 behind it, and what the facts name. */}}
{{- define "lks-namespace.apiServerPorts" -}}
{{- $facts := include "lks-namespace.networkFacts" (list . "network.allow.apiServer") | fromYaml -}}
{{- $ports := list 443 6443 -}}
{{- range $facts.apiServer.endpoints -}}
{{- $ports = append $ports (int (.port | default 443)) -}}
{{- end -}}
{{ toYaml (uniq $ports) }}
{{- end }}

{{/* What is not the internet: private and shared ranges, and those of this cluster that lie outside of them. As {v4, v6}. */}}
{{- define "lks-namespace.notInternet" -}}
{{- $facts := include "lks-namespace.networkFacts" (list . "network.allow.internetHttps") | fromYaml -}}
{{- $v4 := list "10.0.0.0/8" "100.64.0.0/10" "169.254.0.0/16" "172.16.0.0/12" "192.168.0.0/16" -}}
{{- $v6 := list "fc00::/7" "fe80::/10" -}}
{{- $own := concat $facts.podCIDRs $facts.serviceCIDRs -}}
{{- range concat $facts.vnets ($facts.peeredNetworks | default list) -}}{{- $own = concat $own .cidrs -}}{{- end -}}
{{- range $own -}}
{{- if contains ":" . -}}
{{- if not (regexMatch "^f[cdCD]" .) -}}{{- $v6 = append $v6 . -}}{{- end -}}
{{- else if not (regexMatch "^(10[.]|192[.]168[.]|172[.](1[6-9]|2[0-9]|3[01])[.])" .) -}}
{{- $v4 = append $v4 . -}}
{{- end -}}
{{- end -}}
{{ toYaml (dict "v4" (uniq $v4) "v6" (uniq $v6)) }}
{{- end }}
