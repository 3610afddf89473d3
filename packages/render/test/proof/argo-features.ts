// Which features do the example trees leave out? A repository for them: app of apps, capabilities, odd YAML, charts from elsewhere.
import { ODD_FILES } from './argo-odd-files.ts';

/** Addresses that the files speak of; a test puts those of its servers there. */
export const FEATURES_URL = 'https://git.example.test/fairway/argo-features.git';
export const CHARTS_HTTP = 'https://charts.example.test';
export const CHARTS_OCI = 'registry.example.test/charts';
/** Stands for the digest of the chart's OCI manifest. */
export const CHART_DIGEST = 'sha256:0000000000000000000000000000000000000000000000000000000000000000';

interface Options {
  readonly namespace?: string;
  readonly more?: string;
}

const application = (name: string, source: string, { namespace = 'features', more = '' }: Options = {}): string =>
  `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd }
spec:
  project: features
  destination: { server: https://kubernetes.default.svc, namespace: ${namespace} }
${more}${source}
`;
const git = (path: string, more = ''): string => `  source: { repoURL: ${FEATURES_URL}, targetRevision: main, path: ${path}${more} }`;

/** The chart of the repository itself and of the chart servers. */
export const chartFiles = (version: string): Readonly<Record<string, string>> => ({
  'Chart.yaml': `apiVersion: v2\nname: web\nversion: ${version}\n`,
  'values.yaml': 'color: green\nlevels: { one: 1, two: 2 }\n',
  'templates/settings.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-settings
  labels: { chart: "{{ .Chart.Name }}-{{ .Chart.Version | replace "+" "_" }}" }
data:
  color: {{ .Values.color | quote }}
  levels: {{ .Values.levels | toJson | quote }}
  namespace: {{ .Release.Namespace | quote }}
  service: {{ .Release.Service | quote }}
  install: "{{ .Release.IsInstall }} {{ .Release.IsUpgrade }} {{ .Release.Revision }}"
`,
});

const under = (directory: string, files: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${directory}/${path}`, text]));

/** Applied by hand; the Applications come out of it. */
export const ROOT_FILE = 'bootstrap/root.yaml';

export const FEATURES: Readonly<Record<string, string>> = {
  'fairway.yaml': `version: 1
render: { kubernetes: "1.36.3", apiVersions: [argoproj.io/v1alpha1, argoproj.io/v1alpha1/Application] }
`,
  [ROOT_FILE]: application('root', git('apps', ', directory: { recurse: true }'), {
    namespace: 'argocd',
    more: '  syncPolicy: { automated: { prune: true } }\n',
  }),
  'apps/capabilities.yaml': application('capabilities', git('charts/capabilities')),
  'charts/capabilities/Chart.yaml': 'apiVersion: v2\nname: capabilities\nversion: 1.0.0\nkubeVersion: ">=1.30.0-0"\n',
  'charts/capabilities/templates/seen.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: seen }
data:
  version: {{ .Capabilities.KubeVersion.Version | quote }}
  minor: {{ .Capabilities.KubeVersion.Minor | quote }}
  deployments: {{ .Capabilities.APIVersions.Has "apps/v1/Deployment" | quote }}
  oldPolicy: {{ .Capabilities.APIVersions.Has "policy/v1beta1" | quote }}
  applications: {{ .Capabilities.APIVersions.Has "argoproj.io/v1alpha1" | quote }}
  kindOfApplications: {{ .Capabilities.APIVersions.Has "argoproj.io/v1alpha1/Application" | quote }}
  monitors: {{ .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" | quote }}
  looked: {{ (lookup "v1" "ConfigMap" "features" "seen") | toJson | quote }}
`,
  'apps/sub-charts.yaml': application(
    'sub-charts',
    git('charts/umbrella', ', helm: { valuesObject: { sub: { color: red }, second: { enabled: false } } }'),
  ),
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
  'apps/hooks.yaml': application('hooks', git('hooks')),
  'hooks/jobs.yaml': `apiVersion: batch/v1
kind: Job
metadata:
  name: before
  annotations: { argocd.argoproj.io/hook: PreSync, argocd.argoproj.io/hook-delete-policy: HookSucceeded, argocd.argoproj.io/sync-wave: "-1" }
spec: { template: { spec: { restartPolicy: Never, containers: [{ name: before, image: "registry.example.test/before:1" }] } } }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: waved, annotations: { argocd.argoproj.io/sync-wave: "5", argocd.argoproj.io/sync-options: Prune=false } }
`,
  'apps/namespaces.yaml': application('namespaces', git('namespaces')),
  'apps/odd-yaml.yaml': application('odd-yaml', git('odd')),
  ...ODD_FILES,
  'apps/secret.yaml': application('secret', git('secret')),
  'secret/secret.yaml':
    'apiVersion: v1\nkind: Secret\nmetadata: { name: login }\nstringData: { user: ada }\ndata: { password: c2VjcmV0 }\n',
  'apps/generators.yaml': application('generators', git('overlays/generators')),
  'overlays/generators/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [deployment.yaml]
configMapGenerator: [{ name: settings, literals: [a=1, b=two] }]
secretGenerator: [{ name: login, literals: [user=ada] }]
replacements:
  - source: { kind: Deployment, name: web, fieldPath: metadata.name }
    targets: [{ select: { kind: Deployment }, fieldPaths: [metadata.annotations.self], options: { create: true } }]
`,
  'overlays/generators/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: registry.example.test/web:1.0.0
          envFrom: [{ configMapRef: { name: settings } }, { secretRef: { name: login } }]
`,
  'apps/twice.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: two-directories, namespace: argocd }
spec:
  project: features
  destination: { server: https://kubernetes.default.svc, namespace: features }
  sources:
    - { repoURL: ${FEATURES_URL}, targetRevision: main, path: hooks }
    - { repoURL: ${FEATURES_URL}, targetRevision: main, path: secret }
`,
  'apps/remote/http.yaml': application(
    'chart-http',
    `  source: { repoURL: "${CHARTS_HTTP}", chart: web, targetRevision: 1.x, helm: { valuesObject: { color: blue } } }`,
  ),
  'apps/remote/oci.yaml': application(
    'chart-oci',
    `  source: { repoURL: "${CHARTS_OCI}", chart: web, targetRevision: 1.2.0, helm: { releaseName: other, parameters: [{ name: levels.two, value: "22" }] } }`,
  ),
  'apps/remote/digest.yaml': application(
    'chart-digest',
    `  source: { repoURL: "oci://${CHARTS_OCI}/web", path: ., targetRevision: "${CHART_DIGEST}", helm: { valuesObject: { levels: { three: 3 } } } }`,
  ),
  'apps/remote/values.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: chart-with-values, namespace: argocd }
spec:
  project: features
  destination: { server: https://kubernetes.default.svc, namespace: features }
  sources:
    - { repoURL: "${CHARTS_HTTP}", chart: web, targetRevision: 1.2.0, helm: { valueFiles: [$here/values/web.yaml] } }
    - { repoURL: ${FEATURES_URL}, targetRevision: main, ref: here }
`,
  'values/web.yaml': 'color: from git\n',
};
