// What does the measured repository look like? N overlays in three environments over shared bases and components, some with generators, and M helm apps.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ENVIRONMENTS = ['dev', 'test', 'prod'] as const;
const BASES = 20;
const COMPONENTS = 10;

export interface Generated {
  readonly directory: string;
  /** Kustomization directories, relative. */
  readonly overlays: readonly string[];
  readonly helmApps: readonly { readonly directory: string; readonly name: string }[];
  /** Overlays that use component 0. */
  readonly consumersOfComponent0: number;
}

const git = (directory: string, ...args: string[]): void => {
  execFileSync('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@example.invalid', '-c', 'commit.gpgsign=false', ...args], {
    cwd: directory,
  });
};

export const commitAll = (directory: string, message: string): void => {
  git(directory, 'add', '-A');
  git(directory, 'commit', '-q', '-m', message);
};

const deployment = (index: number): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels: { app: web-${index} }
  template:
    metadata:
      labels: { app: web-${index} }
    spec:
      containers:
        - name: web
          image: registry.example/base-${index}:1.0.0
          ports: [{ name: http, containerPort: 8080 }]
          resources:
            requests: { cpu: 50m, memory: 64Mi }
            limits: { memory: 128Mi }
`;

const service = (index: number): string => `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector: { app: web-${index} }
  ports: [{ name: http, port: 80, targetPort: http }]
`;

const kustomization = (lines: readonly string[], kind = 'Kustomization', version = 'v1beta1'): string =>
  [`apiVersion: kustomize.config.k8s.io/${version}`, `kind: ${kind}`, ...lines, ''].join('\n');

const overlay = (index: number, env: string): Readonly<Record<string, string>> => {
  const up = '../../../../';
  const generator = index % 5 === 0 ? ['configMapGenerator:', '  - name: settings', '    files: [settings.properties]'] : [];
  return {
    'kustomization.yaml': kustomization([
      `namespace: team-${index % 7}-${env}`,
      `namePrefix: app-${index}-`,
      'resources:',
      `  - ${up}bases/base-${index % BASES}`,
      'components:',
      `  - ${up}components/component-${index % COMPONENTS}`,
      'patches:',
      '  - path: patch.yaml',
      'images:',
      `  - name: registry.example/base-${index % BASES}`,
      `    newTag: "1.${index % 9}.0"`,
      ...generator,
    ]),
    'patch.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: ${2 + (index % 3)}\n`,
    ...(index % 5 === 0 ? { 'settings.properties': `env=${env}\nindex=${index}\n` } : {}),
  };
};

const chart = (): Readonly<Record<string, string>> => ({
  'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
  'values.yaml': 'replicas: 1\nimage: registry.example/web:1.0.0\n',
  'templates/deployment.yaml': deployment(0)
    .replaceAll('web-0', '{{ .Release.Name }}')
    .replace('name: web\nspec', 'name: {{ .Release.Name }}\nspec')
    .replace('replicas: 2', 'replicas: {{ .Values.replicas }}')
    .replace('registry.example/base-0:1.0.0', '{{ .Values.image }}'),
});

/** Writes and commits the repository. Deterministic for the same numbers. */
export const generateRepository = (directory: string, overlays: number, helmApps: number): Generated => {
  const write = (path: string, files: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(files)) {
      const target = join(directory, path, name);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
  };
  write('', {
    'fairway.yaml': [
      'version: 1',
      'environments:',
      ...ENVIRONMENTS.map((env) => `  ${env}: { stage: ${env} }`),
      'apps:',
      '  - path: environments/{env}/apps/{app}',
      '',
    ].join('\n'),
  });
  for (let index = 0; index < BASES; index += 1) {
    write(`bases/base-${index}`, {
      'kustomization.yaml': kustomization(['resources: [deployment.yaml, service.yaml]']),
      'deployment.yaml': deployment(index),
      'service.yaml': service(index),
    });
  }
  for (let index = 0; index < COMPONENTS; index += 1) {
    write(`components/component-${index}`, {
      'kustomization.yaml': kustomization(
        ['labels:', `  - pairs: { component: c${index} }`, '    includeTemplates: true'],
        'Component',
        'v1alpha1',
      ),
    });
  }
  const paths: string[] = [];
  for (let index = 0; index < overlays; index += 1) {
    const env = ENVIRONMENTS[index % 3] ?? 'dev';
    const path = `environments/${env}/apps/app-${index}`;
    write(path, overlay(index, env));
    paths.push(path);
  }
  if (helmApps > 0) write('charts/web', chart());
  const helm = Array.from({ length: helmApps }, (_, index) => {
    const env = ENVIRONMENTS[index % 3] ?? 'dev';
    const name = `helm-${index}`;
    const path = `environments/${env}/apps/${name}`;
    write(path, {
      'app.yaml': `renderer:\n  kind: helm\n  chart: ../../../../charts/web\nnamespaces: [team-${env}]\n`,
      'values.yaml': `replicas: ${1 + (index % 4)}\n`,
    });
    return { directory: path, name };
  });
  git(directory, 'init', '-q', '-b', 'main');
  commitAll(directory, 'all of it');
  const consumers = paths.filter((_, index) => index % COMPONENTS === 0).length;
  return { directory, overlays: paths, helmApps: helm, consumersOfComponent0: consumers };
};
