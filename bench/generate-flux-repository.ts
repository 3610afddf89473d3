// What does the measured Flux repository look like? One root, N Kustomizations, of which M hold a HelmRelease of a chart in the repository.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commitAll } from './generate-repository.ts';

export interface GeneratedFlux {
  readonly directory: string;
  /** Directory of the cluster's root objects. */
  readonly cluster: string;
  /** A manifest of one app that is no HelmRelease. */
  readonly oneFile: string;
}

const NAMESPACES = 25;

const sourceAndRoot = `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: flux-system, namespace: flux-system }
spec:
  interval: 10m
  url: https://git.example.invalid/fleet.git
  ref: { branch: main }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: flux-system, namespace: flux-system }
spec:
  interval: 10m
  path: ./clusters/prod
  prune: true
  sourceRef: { kind: GitRepository, name: flux-system }
`;

const kustomizationObject = (name: string, namespace: string, index: number): string => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system }
spec:
  interval: 1h
  path: ./apps/${name}
  prune: true
  targetNamespace: ${namespace}
  sourceRef: { kind: GitRepository, name: flux-system }
${index % 4 === 0 ? `  postBuild:\n    substitute: { TEAM: team-${index % 7}, LEVEL: "${index}" }\n` : ''}${index % 5 === 0 ? `  commonMetadata:\n    labels: { bench: "${index}" }\n` : ''}`;

const deployment = (name: string, index: number): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  annotations: { team: "\${TEAM:=none}" }
spec:
  replicas: ${1 + (index % 3)}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: app
          image: registry.example/${name}:1.${index}.0
          ports: [{ name: http, containerPort: 8080 }]
          resources: { requests: { cpu: 50m, memory: 64Mi }, limits: { memory: 128Mi } }
`;

const service = (name: string): string => `apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec:
  selector: { app: ${name} }
  ports: [{ name: http, port: 80, targetPort: http }]
`;

const helmRelease = (name: string, index: number): string => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: ${name} }
spec:
  interval: 1h
  chart:
    spec:
      chart: ./charts/web
      sourceRef: { kind: GitRepository, name: flux-system, namespace: flux-system }
  values:
    replicas: ${1 + (index % 4)}
    image: registry.example/${name}:2.${index}.0
`;

const CHART: Readonly<Record<string, string>> = {
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'charts/web/values.yaml': 'replicas: 1\nimage: registry.example/web:1.0.0\n',
  'charts/web/templates/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: "{{ .Release.Name }}" }
spec:
  replicas: {{ .Values.replicas }}
  selector: { matchLabels: { app: "{{ .Release.Name }}" } }
  template:
    metadata: { labels: { app: "{{ .Release.Name }}" } }
    spec:
      containers:
        - { name: app, image: "{{ .Values.image }}" }
`,
  'charts/web/templates/service.yaml': `apiVersion: v1
kind: Service
metadata: { name: "{{ .Release.Name }}" }
spec:
  selector: { app: "{{ .Release.Name }}" }
  ports: [{ name: http, port: 80 }]
`,
};

/** Writes the repository and commits it. The first `releases` apps hold a HelmRelease, the others plain manifests. */
export const generateFluxRepository = (directory: string, kustomizations: number, releases: number): GeneratedFlux => {
  const files = new Map<string, string>([...Object.entries(CHART), ['clusters/prod/flux-system.yaml', sourceAndRoot]]);
  for (let index = 0; index < kustomizations; index += 1) {
    const name = `app-${String(index).padStart(4, '0')}`;
    files.set(`clusters/prod/${name}.yaml`, kustomizationObject(name, `team-${index % NAMESPACES}`, index));
    const helm = index < releases;
    const resources = helm ? ['release.yaml'] : ['deployment.yaml', 'service.yaml'];
    files.set(
      `apps/${name}/kustomization.yaml`,
      `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [${resources.join(', ')}]\n`,
    );
    if (helm) files.set(`apps/${name}/release.yaml`, helmRelease(name, index));
    else {
      files.set(`apps/${name}/deployment.yaml`, deployment(name, index));
      files.set(`apps/${name}/service.yaml`, service(name));
    }
  }
  for (const [path, text] of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  execFileSync('git', ['init', '-q', '-b', 'main'], { cwd: directory });
  execFileSync('git', ['remote', 'add', 'origin', 'https://git.example.invalid/fleet.git'], { cwd: directory });
  commitAll(directory, 'start');
  const last = `app-${String(kustomizations - 1).padStart(4, '0')}`;
  return { directory, cluster: 'clusters/prod', oneFile: `apps/${last}/deployment.yaml` };
};
