// Which features of Flux does the proof compare? A repository with each of them at least once.
import { CHARTS_OCI, chartFiles } from './argo-features.ts';
import { FLUX_RELEASES, under } from './flux-releases.ts';
import { WORKLOADS } from './flux-workloads.ts';

/** Addresses that the files speak of; a test puts those of its servers there. */
export const FLUX_URL = 'https://git.example.test/fairway/flux-features.git';
/** Applied by hand; everything else comes out of it. */
export const FLUX_ROOT = 'clusters/main/flux-system/gotk-sync.yaml';

/** Objects in an OCI artifact. */
export const ARTIFACT = {
  name: 'manifests',
  tag: 'v1',
  files: { 'map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: artifact }\ndata: { a: "1" }\n' },
} as const;

export const kustomization = (name: string, path: string, more = '  targetNamespace: apps\n'): string =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system }
spec:
  interval: 10m
  retryInterval: 1s
  timeout: 30s
  prune: true
  path: ${path}
${more.includes('sourceRef') ? '' : '  sourceRef: { kind: GitRepository, name: flux-system }\n'}${more}---
`;

const configMap = (name: string, data = '{ a: "1" }', metadata = ''): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}${metadata} }\ndata: ${data}\n`;

const deployment = (name: string, image = 'registry.example.test/web:1.0.0'): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, labels: { app: ${name} } }
spec:
  replicas: 2
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: web
          image: ${image}
          resources: { requests: { cpu: 0.5, memory: 1024Mi }, limits: { cpu: "1" } }
          ports: [{ containerPort: 8080 }]
`;

/** Kustomizations by name: the object's further fields, and its directory. */
const KUSTOMIZATIONS: Readonly<Record<string, { readonly more?: string; readonly files: Readonly<Record<string, string>> }>> = {
  plain: {
    files: {
      'one.yaml': configMap('plain-one'),
      'deep/two.yml': configMap('plain-two'),
      'deep/deeper/three.yaml': `${configMap('plain-three')}---\n${configMap('plain-four')}`,
      'own/kustomization.yaml': 'namePrefix: own-\nresources: [five.yaml]\n',
      'own/five.yaml': configMap('five'),
      'own/unnamed.yaml': configMap('unnamed'),
      'ignored.yaml': configMap('plain-ignored'),
      'deep/.hidden.yaml': configMap('plain-hidden'),
      'notes.txt': 'no object\n',
    },
  },
  overlay: {
    more: '',
    files: {
      'kustomization.yaml': `namespace: apps
resources: [../../bases/web]
nameSuffix: -overlay
labels: [{ pairs: { tier: front }, includeSelectors: true }]
configMapGenerator: [{ name: settings, literals: [a=1, b=two] }]
secretGenerator: [{ name: login, literals: [user=ada] }]
replacements:
  - source: { kind: Deployment, name: web, fieldPath: metadata.name }
    targets: [{ select: { kind: Deployment }, fieldPaths: [metadata.annotations.self], options: { create: true } }]
`,
    },
  },
  components: {
    more: '  targetNamespace: apps\n  ignoreMissingComponents: true\n  components: [../../parts/label, ../../parts/missing]\n',
    files: { 'map.yaml': configMap('components') },
  },
  patches: {
    more: `  targetNamespace: apps
  patches:
    - patch: |
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: patched }
        spec: { replicas: 5, template: { spec: { containers: [{ name: web, env: [{ name: A, value: "1" }] }] } } }
    - patch: '[{ "op": "add", "path": "/data/patched", "value": "yes" }]'
      target: { kind: ConfigMap, labelSelector: patch=me }
    - patch: |
        - op: replace
          path: /data/a
          value: "2"
      target: { kind: ConfigMap, name: "patched-.*" }
    - patch: |
        $patch: delete
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: gone }
`,
    files: {
      'all.yaml': [
        deployment('patched'),
        configMap('patched-one', '{ a: "1" }', ', labels: { patch: me }'),
        configMap('patched-two'),
        configMap('gone'),
      ].join('---\n'),
    },
  },
  images: {
    more: `  targetNamespace: apps
  images:
    - { name: registry.example.test/web, newName: mirror.example.test/web, newTag: 2.0.0 }
    - { name: other, digest: "sha256:24a0c4b4a4c0eb97a1aabb8e29f18e917d05abfe1b7a7c07857230879ce7d3d3" }
`,
    files: { 'all.yaml': `${deployment('images-one')}---\n${deployment('images-two', 'other:1')}` },
  },
  names: {
    more: '  targetNamespace: other\n  namePrefix: pre-\n  nameSuffix: -post\n',
    files: {
      'kustomization.yaml': 'namespace: apps\nnamePrefix: own-\nresources: [all.yaml]\n',
      'all.yaml': `${deployment('names')}---
apiVersion: v1
kind: ServiceAccount
metadata: { name: names }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: names }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [{ kind: ServiceAccount, name: names, namespace: apps }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: names-proof }
rules: [{ apiGroups: [""], resources: [pods], verbs: [get] }]
`,
    },
  },
  'common-metadata': {
    more: '  targetNamespace: apps\n  commonMetadata: { labels: { team: blue, app: common }, annotations: { owner: ops } }\n',
    files: { 'all.yaml': deployment('common') },
  },
  'build-metadata': {
    more: '  targetNamespace: apps\n  buildMetadata: [originAnnotations, transformerAnnotations]\n',
    files: { 'kustomization.yaml': 'resources: [map.yaml]\nlabels: [{ pairs: { a: b } }]\n', 'map.yaml': configMap('build-metadata') },
  },
  substitute: {
    more: `  targetNamespace: apps
  postBuild:
    substitute: { TEAM: blue, COUNT: "3", EMPTY: "", ON: "true" }
    substituteFrom:
      - { kind: ConfigMap, name: cluster-vars }
      - { kind: Secret, name: secret-vars }
      - { kind: ConfigMap, name: nowhere, optional: true }
`,
    files: {
      'all.yaml': `${configMap(
        'substitute',
        '{ team: "${TEAM}", region: "${REGION}", token: "${TOKEN}", level: "${LEVEL:=high}", dash: "${LEVEL:-low}", empty: "${EMPTY:-none}", count: "n${COUNT}", part: "${REGION:0:3}", swap: "${REGION/north/south}", upper: "${REGION^^}", length: "n${#REGION}", kept: "$${TEAM}", bare: "$TEAM costs $5" }',
        ', labels: { team: "${TEAM}" }',
      )}---
${configMap('verbatim', '{ team: "${TEAM}" }', ', annotations: { kustomize.toolkit.fluxcd.io/substitute: disabled }')}---
${deployment('substituted').replace('replicas: 2', 'replicas: ${COUNT}')}`,
    },
  },
  workloads: { files: { 'all.yaml': WORKLOADS } },
  'without-variables': {
    files: { 'map.yaml': configMap('without-variables', '{ team: "${TEAM}" }') },
  },
  always: {
    more: '  targetNamespace: apps\n  postBuild: { substituteStrategy: Always }\n',
    files: { 'map.yaml': configMap('always', '{ level: "${LEVEL:=high}", kept: "$${TEAM}" }') },
  },
  artifact: {
    more: '  targetNamespace: apps\n  path: ./\n  patches: [{ patch: \'[{ "op": "add", "path": "/data/b", "value": "2" }]\', target: { kind: ConfigMap } }]\n  sourceRef: { kind: OCIRepository, name: manifests }\n',
    files: {},
  },
  outer: {
    more: '  dependsOn: [{ name: plain }]\n  postBuild: { substitute: { WHO: outer } }\n',
    files: {
      'inner.yaml': kustomization('inner', './apps/inside', '  targetNamespace: apps\n  namePrefix: ${WHO}-\n'),
      'map.yaml': configMap('outer', '{ who: "${WHO}" }', ', namespace: apps'),
    },
  },
  secret: {
    files: {
      'all.yaml':
        'apiVersion: v1\nkind: Secret\nmetadata: { name: secret }\nstringData: { user: ada }\n---\napiVersion: v1\nkind: Secret\nmetadata: { name: encoded }\ntype: Opaque\ndata: { password: c2VjcmV0 }\n',
    },
  },
  definitions: {
    files: {
      'crd.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: things.proof.example.test }
spec:
  group: proof.example.test
  scope: Namespaced
  names: { kind: Thing, plural: things, singular: thing, listKind: ThingList }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, x-kubernetes-preserve-unknown-fields: true } } } }
`,
      'thing.yaml': `apiVersion: proof.example.test/v1
kind: Thing
metadata: { name: thing }
spec: { big: 12345678901, float: 1.50, octal: 0644, hex: 0x1F, yes: yes, list: [], map: {}, date: 2026-01-02, text: !!str 5 }
`,
    },
  },
  yaml: {
    files: {
      'words.yaml': `# only a comment
---
---
apiVersion: v1
kind: ConfigMap
metadata: { name: words, labels: {}, annotations: }
data:
  yes: "on"
  "octal": "0644"
  long: |
    one
    two
  folded: >-
    three
    four
  empty: ""
`,
      'anchors.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: anchors }
data: &data { a: "1", b: "2" }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: merged }
data:
  <<: { a: "1", c: "3" }
  b: "2"
`,
      'list.yaml': `apiVersion: v1
kind: List
items:
  - { apiVersion: v1, kind: ConfigMap, metadata: { name: list-one }, data: { a: "1" } }
  - { apiVersion: v1, kind: ConfigMap, metadata: { name: list-two }, data: { a: "2" } }
`,
      'windows.yaml': 'apiVersion: v1\r\nkind: ConfigMap\r\nmetadata:\r\n  name: windows\r\ndata:\r\n  a: "1"\r\n',
    },
  },
  'other-source': {
    more: '  targetNamespace: apps\n  sourceRef: { kind: GitRepository, name: narrowed }\n',
    files: { 'kept.yaml': configMap('kept'), 'left-out.yaml': configMap('left-out') },
  },
  included: {
    more: '  targetNamespace: apps\n  namePrefix: included-\n  path: ./there/apps/plain\n  sourceRef: { kind: GitRepository, name: including }\n',
    files: {},
  },
};

export const KUSTOMIZATION_NAMES = ['flux-system', 'releases', 'inner', ...Object.keys(KUSTOMIZATIONS)];

const objectOf = (name: string): string => {
  const more = KUSTOMIZATIONS[name]?.more ?? '  targetNamespace: apps\n';
  const path = /^ {2}path: (.*)\n/m.exec(more);
  return kustomization(name, path?.[1] ?? `./apps/${name}`, path === null ? more : more.replace(path[0], ''));
};

const source = (name: string, more: string): string => `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: ${name}, namespace: flux-system }
spec:
  interval: 1s
  timeout: 20s
  url: ${FLUX_URL}
  ref: { branch: main }
${more}---
`;

/** What neither Flux nor we render, each for the reason that its name says. */
export const REFUSED = ['refused-variable', 'refused-path', 'refused-variables-from', 'refused-duplicate'] as const;

const REFUSED_OBJECTS = [
  kustomization('refused-variable', './refused/variable', '  targetNamespace: apps\n  postBuild: { substitute: { GIVEN: "1" } }\n'),
  kustomization('refused-path', './refused/nowhere'),
  kustomization(
    'refused-variables-from',
    './refused/variable',
    '  targetNamespace: apps\n  postBuild: { substituteFrom: [{ kind: ConfigMap, name: nowhere }] }\n',
  ),
  kustomization('refused-duplicate', './refused/duplicate'),
];

export const FLUX_FEATURES: Readonly<Record<string, string>> = {
  'fairway.yaml': 'version: 1\nenvironments: { main: { cluster: profiles/main } }\n',
  'profiles/main/profile.yaml': 'cluster: { reconciler: { kind: flux, version: "2.9.0" }, kubernetes: "1.36.3" }\n',
  'clusters/main/kustomization.yaml':
    'resources: [flux-system, namespaces.yaml, sources.yaml, artifact.yaml, variables.yaml, apps.yaml, releases.yaml]\n',
  'clusters/main/flux-system/kustomization.yaml': 'resources: [gotk-sync.yaml]\n',
  [FLUX_ROOT]: `${source('flux-system', '')}${kustomization('flux-system', './clusters/main', '')}`,
  'clusters/main/namespaces.yaml': ['apps', 'other']
    .map((name) => `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name} }\n`)
    .join('---\n'),
  'clusters/main/sources.yaml': `${source('narrowed', '  ignore: |\n    left-out.yaml\n')}${source(
    'including',
    '  include: [{ repository: { name: narrowed }, fromPath: ., toPath: there }]\n',
  )}`,
  'clusters/main/artifact.yaml': `apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: { name: manifests, namespace: flux-system }
spec: { interval: 10m, insecure: true, url: "oci://${CHARTS_OCI}/${ARTIFACT.name}", ref: { tag: ${ARTIFACT.tag} } }
`,
  'clusters/main/variables.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: cluster-vars, namespace: flux-system }
data: { REGION: north-west, TEAM: overridden }
---
apiVersion: v1
kind: Secret
metadata: { name: secret-vars, namespace: flux-system }
stringData: { TOKEN: from-a-secret }
`,
  'clusters/main/apps.yaml': [...Object.keys(KUSTOMIZATIONS).map(objectOf), ...REFUSED_OBJECTS].join(''),
  'refused/variable/map.yaml': configMap('refused', '{ a: "${MISSING}" }'),
  'refused/duplicate/one.yaml': configMap('twice'),
  'refused/duplicate/two.yaml': configMap('twice'),
  'clusters/main/releases.yaml': kustomization('releases', './releases', '  postBuild: { substitute: { COLOR: violet } }\n'),
  '.sourceignore': 'ignored.yaml\n',
  'bases/web/kustomization.yaml': 'resources: [web.yaml]\n',
  'bases/web/web.yaml': deployment('web').replace(
    'ports:',
    'envFrom: [{ configMapRef: { name: settings } }, { secretRef: { name: login } }]\n          ports:',
  ),
  'parts/label/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nlabels: [{ pairs: { part: label } }]\n',
  'apps/inside/map.yaml': configMap('inside'),
  ...Object.assign({}, ...Object.entries(KUSTOMIZATIONS).map(([name, { files }]) => under(`apps/${name}`, files))),
  ...under('charts/web', chartFiles('1.3.0')),
  ...FLUX_RELEASES,
};
