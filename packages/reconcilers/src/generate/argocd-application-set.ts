// How do app.yaml files become Applications? One ApplicationSet per team, environment and kind of renderer.
import type { EnvironmentPlan, GeneratedObject, ReconciledApp, Tenant } from './model.ts';
import { keepsObjects } from './model.ts';
import { APP_ANNOTATION, GENERATED_LABEL, GENERATED_VALUE } from './settings.ts';
import { metadataOf, teamName } from './text.ts';

type Shape = 'kustomize' | 'directory' | 'helm' | 'helm-oci';

/** What Argo CD does on its own: what Git says holds, and what Git no longer says goes. */
export const SYNC_POLICY = {
  automated: { prune: true, selfHeal: true, allowEmpty: false },
  // A retry takes the newest commit, so that a correction need not wait until the broken one was given up.
  retry: { limit: 5, refresh: true, backoff: { duration: '10s', factor: 2, maxDuration: '3m' } },
  syncOptions: ['CreateNamespace=false', 'FailOnSharedResource=true', 'PruneLast=true', 'ServerSideApply=true'],
};

export function shapeOf({ app: { renderer } }: ReconciledApp): Shape {
  if (renderer.kind !== 'helm') return renderer.kind;
  return renderer.chart.startsWith('oci://') ? 'helm-oci' : 'helm';
}

const BELOW = (field: string): string => `{{ clean (printf "%s/%s" .path.path ${field}) }}`;

/** A template for each shape. Paths of app.yaml are relative to its directory, those of an Application to the repository. */
function sourceOf(shape: Shape, { settings }: EnvironmentPlan): GeneratedObject {
  const source = { repoURL: settings.url, targetRevision: settings.branch };
  switch (shape) {
    case 'kustomize':
      return {
        source: { ...source, path: `{{ if hasKey .renderer "path" }}${BELOW('.renderer.path')}{{ else }}{{ .path.path }}{{ end }}` },
      };
    case 'directory':
      return { source: { ...source, path: '{{ .path.path }}', directory: { exclude: 'app.yaml' } } };
    case 'helm':
      return { source: { ...source, path: BELOW('.renderer.chart') } };
    case 'helm-oci':
      return {
        sources: [
          { repoURL: '{{ .renderer.chart }}', targetRevision: '{{ .renderer.digest }}', path: '.' },
          { ...source, ref: 'values' },
        ],
      };
  }
}

/**
 * Values files as a list of any length: only a patch can have a loop. A leading slash stands for the root of the repository. A patch is
 * text before it is YAML, so everything from app.yaml is quoted: a line break in a name could otherwise add a project of its choice.
 */
function helmPatch(indent: string, root: string): string {
  const lines = [
    'helm:',
    '  releaseName: {{ if hasKey .renderer "releaseName" }}{{ .renderer.releaseName | quote }}{{ else }}{{ .name | quote }}{{ end }}',
    '{{- if hasKey .renderer "skipCrds" }}',
    '  skipCrds: {{ if .renderer.skipCrds }}true{{ else }}false{{ end }}',
    '{{- end }}',
    '  valueFiles:',
    '{{- if hasKey .renderer "valueFiles" }}',
    '{{- range .renderer.valueFiles }}',
    `    - {{ printf "${root}%s" (clean (printf "/%s/%s" $.path.path .)) | quote }}`,
    '{{- end }}',
    '{{- else }}',
    `    - {{ printf "${root}/%s/values.yaml" .path.path | quote }}`,
    `    - {{ printf "${root}/%s/release.yaml" .path.path | quote }}`,
    '  ignoreMissingValueFiles: true',
    '{{- end }}',
  ];
  return lines.map((line) => (line.startsWith('{{') ? line : `${indent}${line}`)).join('\n');
}

function patchOf(shape: Shape, { settings }: EnvironmentPlan): string | undefined {
  switch (shape) {
    case 'helm':
      return `spec:\n  source:\n${helmPatch('    ', '')}\n`;
    case 'helm-oci':
      // A patch replaces a list as a whole, so both sources stand here once more.
      return [
        'spec:',
        '  sources:',
        '    - repoURL: {{ .renderer.chart | quote }}',
        '      targetRevision: {{ .renderer.digest | quote }}',
        '      path: .',
        helmPatch('      ', '$values'),
        `    - repoURL: ${JSON.stringify(settings.url)}`,
        `      targetRevision: ${JSON.stringify(settings.branch)}`,
        '      ref: values',
        '',
      ].join('\n');
    case 'directory':
      return [
        '{{- if hasKey .renderer "recurse" }}',
        'spec:',
        '  source:',
        '    directory:',
        '      recurse: {{ if .renderer.recurse }}true{{ else }}false{{ end }}',
        '{{- end }}',
        '',
      ].join('\n');
    case 'kustomize':
      return undefined;
  }
}

/**
 * The files are named one by one: with a glob, whoever may write an app.yaml could enter another team's project by naming it as owner.
 * For the same reason the project is written out.
 */
export function applicationSets(plan: EnvironmentPlan, tenant: Tenant): readonly GeneratedObject[] {
  return [...Map.groupBy(tenant.apps, shapeOf)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([shape, apps]) => applicationSet(plan, tenant, { shape, files: apps.map(({ app }) => app.declaredAt.file).toSorted() }));
}

interface SetOptions {
  readonly shape: Shape;
  readonly files: readonly string[];
}

function applicationSet(plan: EnvironmentPlan, tenant: Tenant, { shape, files }: SetOptions): GeneratedObject {
  const { settings, environment } = plan;
  const { namespace, server } = settings.argocd;
  const keeps = keepsObjects(plan);
  const patch = patchOf(shape, plan);
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: metadataOf({ name: `${teamName(tenant.owner, plan)}-${shape}`, namespace }),
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: [{ git: { repoURL: settings.url, revision: settings.branch, files: files.map((path) => ({ path })) } }],
      syncPolicy: { preserveResourcesOnDeletion: keeps, applicationsSync: keeps ? 'create-update' : 'sync' },
      template: {
        metadata: {
          name: `{{ .name }}-${environment.name}`,
          labels: { [GENERATED_LABEL]: GENERATED_VALUE },
          annotations: { [APP_ANNOTATION]: `${environment.name}/{{ .name }}` },
        },
        spec: {
          project: teamName(tenant.owner, plan),
          destination: { server, namespace: '{{ index .namespaces 0 }}' },
          ...sourceOf(shape, plan),
          syncPolicy: SYNC_POLICY,
          revisionHistoryLimit: 10,
        },
      },
      ...(patch === undefined ? {} : { templatePatch: patch }),
    },
  };
}
