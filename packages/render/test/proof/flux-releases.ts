// Which features of HelmReleases does the proof compare?
import { CHARTS_HTTP, CHARTS_OCI, chartFiles } from './argo-features.ts';

/** Files in a directory. */
export const under = (directory: string, files: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${directory}/${path}`, text]));

const release = (name: string, chart: string, more = ''): string => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: ${name}, namespace: flux-system }
spec:
  interval: 10m
  timeout: 20s
${more.includes('install:') ? '' : '  install: { disableWait: true, crds: Create, strategy: { name: RetryOnFailure, retryInterval: 1s } }\n'}${more.includes('targetNamespace') ? '' : '  targetNamespace: apps\n'}${chart}${more}`;

const pathChart = (path: string, more = ''): string =>
  `  chart: { spec: { chart: ${path}, sourceRef: { kind: GitRepository, name: flux-system }${more} } }\n`;
const WEB = pathChart('./charts/web');

const POST_RENDERERS = `  postRenderers:
    - kustomize:
        patches:
          - target: { kind: ConfigMap }
            patch: '[{ "op": "add", "path": "/data/post", "value": "rendered" }]'
        images: [{ name: registry.example.test/tool, newTag: "9" }]
`;

/** HelmReleases by name, each what follows its name. */
const RELEASES: Readonly<Record<string, readonly [chart: string, more?: string]>> = {
  values: [WEB, '  values: { color: "${COLOR}", levels: { one: null, three: 3 } }\n'],
  'values-from': [
    WEB,
    `  valuesFrom:
    - { kind: ConfigMap, name: web-values }
    - { kind: Secret, name: web-secret, valuesKey: more.yaml }
    - { kind: ConfigMap, name: web-values, valuesKey: five, targetPath: levels.five }
    - { kind: ConfigMap, name: web-values, valuesKey: listed, targetPath: "levels.list[0]", literal: true }
    - { kind: ConfigMap, name: nowhere, optional: true }
  values: { levels: { two: 22 } }
`,
  ],
  'values-files': [
    pathChart(
      './charts/web',
      ', valuesFiles: [charts/web/values.yaml, values/extra.yaml, values/none.yaml], ignoreMissingValuesFiles: true',
    ),
  ],
  names: [WEB, '  targetNamespace: other\n  releaseName: chosen\n'],
  'named-by-target-and-far-too-long-for-a-name-of-helm': [WEB, '  targetNamespace: other\n'],
  revision: [pathChart('./charts/web', ', reconcileStrategy: Revision')],
  dependencies: [pathChart('./charts/umbrella'), '  values: { sub: { color: red }, second: { enabled: false } }\n'],
  'dependency-of-the-repository': [pathChart('./charts/beside')],
  'dependency-from-elsewhere': [pathChart('./charts/elsewhere')],
  'post-renderers': [pathChart('./charts/hooks'), POST_RENDERERS],
  'post-renderers-no-hooks': [pathChart('./charts/hooks'), `${POST_RENDERERS}  postRenderStrategy: nohooks\n`],
  'common-metadata': [pathChart('./charts/hooks'), '  commonMetadata: { labels: { team: blue }, annotations: { owner: ops } }\n'],
  hooks: [pathChart('./charts/hooks')],
  definitions: [pathChart('./charts/definitions')],
  capabilities: [pathChart('./charts/capabilities')],
  'plain-words': [pathChart('./charts/plain-words')],
  stranger: [pathChart('./charts/stranger')],
  'versions-gone': [pathChart('./charts/versions-gone')],
  lookup: [pathChart('./charts/lookup')],
  'chart-http': [
    '  chart: { spec: { chart: web, version: 1.x, sourceRef: { kind: HelmRepository, name: charts-http } } }\n',
    '  values: { color: blue }\n',
  ],
  'chart-oci': ['  chart: { spec: { chart: web, version: 1.1.0, sourceRef: { kind: HelmRepository, name: charts-oci } } }\n'],
  'chart-ref': ['  chartRef: { kind: OCIRepository, name: chart-web }\n', '  values: { color: grey }\n'],
  'crds-skipped': [
    pathChart('./charts/definitions'),
    '  targetNamespace: other\n  install: { crds: Skip, disableWait: true, strategy: { name: RetryOnFailure, retryInterval: 1s } }\n  values: { namespace: other }\n',
  ],
  'chart-object': ['  chartRef: { kind: HelmChart, name: web }\n'],
};

export const RELEASE_NAMES = Object.keys(RELEASES);

export const FLUX_RELEASES: Readonly<Record<string, string>> = {
  'releases/releases.yaml': Object.entries(RELEASES)
    .map(([name, [chart, more]]) => release(name, chart, more))
    .join('---\n'),
  'releases/values.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: web-values, namespace: flux-system }
data:
  values.yaml: |
    color: from a map
    levels: { four: 4 }
  five: "5"
  listed: "a,b"
---
apiVersion: v1
kind: Secret
metadata: { name: web-secret, namespace: flux-system }
stringData:
  more.yaml: |
    color: from-a-secret
`,
  'releases/sources.yaml': `apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: { name: charts-http, namespace: flux-system }
spec: { interval: 10m, url: "${CHARTS_HTTP}" }
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: { name: charts-oci, namespace: flux-system }
spec: { interval: 10m, type: oci, insecure: true, url: "oci://${CHARTS_OCI}" }
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: { name: chart-web, namespace: flux-system }
spec:
  interval: 10m
  insecure: true
  url: "oci://${CHARTS_OCI}/web"
  ref: { tag: 1.2.0 }
  layerSelector: { mediaType: application/vnd.cncf.helm.chart.content.v1.tar+gzip, operation: copy }
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmChart
metadata: { name: web, namespace: flux-system }
spec: { interval: 10m, chart: ./charts/web, sourceRef: { kind: GitRepository, name: flux-system } }
`,
  'values/extra.yaml': 'color: from a file\nlevels: { six: 6 }\n',
  'charts/umbrella/Chart.yaml': `apiVersion: v2
name: umbrella
version: 1.0.0
dependencies:
  - { name: web, alias: sub, version: 1.2.0 }
  - { name: web, alias: second, version: 1.2.0, condition: second.enabled }
`,
  ...under('charts/umbrella/charts/web', chartFiles('1.2.0')),
  'charts/umbrella/templates/own.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: "{{ .Release.Name }}-own" }\ndata: { color: "{{ .Values.sub.color }}" }\n',
  'charts/beside/Chart.yaml':
    'apiVersion: v2\nname: beside\nversion: 1.0.0\ndependencies: [{ name: web, version: ">=1.0.0", repository: "file://../web" }]\n',
  'charts/beside/values.yaml': 'web: { color: parental }\n',
  'charts/elsewhere/Chart.yaml': `apiVersion: v2
name: elsewhere
version: 1.0.0
dependencies: [{ name: web, version: 1.1.0, repository: "${CHARTS_HTTP}" }]
`,
  'charts/elsewhere/values.yaml': 'web: { color: parental }\n',
  'charts/hooks/Chart.yaml': 'apiVersion: v2\nname: hooks\nversion: 1.0.0\n',
  'charts/hooks/templates/all.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: "{{ .Release.Name }}-plain" }
data: { a: "1" }
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: "{{ .Release.Name }}-before"
  annotations: { helm.sh/hook: "pre-install,pre-upgrade", helm.sh/hook-weight: "-5" }
data: { a: "1" }
---
apiVersion: v1
kind: Pod
metadata: { name: "{{ .Release.Name }}-check", annotations: { helm.sh/hook: test } }
spec: { restartPolicy: Never, containers: [{ name: check, image: "registry.example.test/tool:1" }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: "{{ .Release.Name }}" }
spec:
  selector: { matchLabels: { app: hooks } }
  template:
    metadata: { labels: { app: hooks } }
    spec: { containers: [{ name: tool, image: "registry.example.test/tool:1" }] }
`,
  'charts/hooks/templates/NOTES.txt': 'Thank you.\n',
  'charts/definitions/Chart.yaml': 'apiVersion: v2\nname: definitions\nversion: 1.0.0\n',
  'charts/definitions/crds/widgets.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.proof.example.test }
spec:
  group: proof.example.test
  scope: Namespaced
  names: { kind: Widget, plural: widgets, singular: widget, listKind: WidgetList }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, x-kubernetes-preserve-unknown-fields: true } } } }
`,
  'charts/definitions/templates/widget.yaml':
    'apiVersion: proof.example.test/v1\nkind: Widget\nmetadata: { name: widget{{ with .Values.namespace }}, namespace: {{ . }}{{ end }} }\nspec: { big: 12345678901, octal: 0644, float: 1.50, yes: yes, date: 2026-01-02, list: [], map: {} }\n',
  'charts/plain-words/Chart.yaml': 'apiVersion: v2\nname: plain-words\nversion: 1.0.0\n',
  'charts/plain-words/templates/map.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: plain-words }\ndata: { date: 2026-01-02, word: yes, off: "1" }\n',
  'charts/stranger/Chart.yaml': 'apiVersion: v2\nname: stranger\nversion: 1.0.0\n',
  'charts/stranger/templates/thing.yaml': 'apiVersion: proof.example.test/v1\nkind: Thing\nmetadata: { name: stranger }\nspec: { a: 1 }\n',
  'charts/versions-gone/Chart.yaml': 'apiVersion: v2\nname: versions-gone\nversion: 1.0.0\n',
  'charts/versions-gone/templates/seen.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: versions-gone }
data: { policy: '{{ .Capabilities.APIVersions.Has "policy/v1beta1" }}' }
`,
  'charts/lookup/Chart.yaml': 'apiVersion: v2\nname: lookup\nversion: 1.0.0\n',
  'charts/lookup/templates/seen.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: looked-up }
data: { namespace: '{{ (lookup "v1" "Namespace" "" "apps").kind }}' }
`,
  'charts/capabilities/Chart.yaml': 'apiVersion: v2\nname: capabilities\nversion: 1.0.0\nkubeVersion: ">=1.30.0-0"\n',
  'charts/capabilities/templates/seen.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: seen }
data:
  version: {{ .Capabilities.KubeVersion.Version | quote }}
  deployments: {{ .Capabilities.APIVersions.Has "apps/v1/Deployment" | quote }}
  monitors: {{ .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" | quote }}
  install: "{{ .Release.IsInstall }} {{ .Release.IsUpgrade }} {{ .Release.Revision }}"
`,
};
