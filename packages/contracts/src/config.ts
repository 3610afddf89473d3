// What may a person write in fairway.yaml? Everything has a default but `version`.
import { z } from 'zod';
import { ReconcilersConfig, RepositoryConfig } from './reconcilers-config.ts';
import { AppKind, Stage } from './report.ts';

/** Name of an environment, an app or a cluster. It becomes a directory of the output, so it holds no slash. */
export const ConfigName = z
  .string()
  .regex(/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/, 'a name of letters, digits, dots, dashes and underscores')
  .meta({ examples: ['prod'] });

/** Part of namespaces and labels, so not longer than a DNS label. */
const EnvironmentName = ConfigName.max(63).meta({ examples: ['prod'] });

/** Apps that nobody named may have the name of a long path. */
const AppName = ConfigName.max(200).meta({ examples: ['storefront'] });

const isInside = (path: string): boolean =>
  path !== '' && !path.startsWith('/') && !path.split('/').includes('..') && !path.includes('\\') && !path.includes('\0');

/** A path inside the repository, relative to its root, with forward slashes. */
export const RepositoryPath = z
  .string()
  .refine(isInside, { message: 'a path inside the repository, relative to its root, with forward slashes' })
  .meta({ examples: ['clusters/prod'] });

const Duration = z
  .string()
  .regex(/^(?=\d)(\d+d)?(\d+h)?(\d+m)?$/, 'a duration such as 30m, 24h or 7d')
  .meta({ examples: ['24h'] });

const KubernetesVersion = z
  .string()
  .regex(/^1\.\d{1,2}(\.\d+)?$/, 'a Kubernetes version in quotes')
  .meta({ examples: ['1.36'] });

const ApiVersion = z
  .string()
  .regex(/^([a-z0-9.-]+\/)?v[a-z0-9]+(\/[A-Za-z0-9]+)?$/, 'a group and version, or with a kind')
  .meta({ examples: ['monitoring.coreos.com/v1', 'gateway.networking.k8s.io/v1/HTTPRoute'] });

/** What decides how a cluster renders, shared by profile and overrides. */
export const ClusterVersions = { kubernetes: KubernetesVersion, apiVersions: z.array(ApiVersion) };

export const Gates = z.strictObject({
  soak: Duration.optional().describe('how long a release must have run healthy in the source environment'),
  approvals: z.int().min(0).max(20).optional().describe('approvals by others than author and dispatcher'),
  calendar: RepositoryPath.optional().describe('file with allow and freeze windows'),
});
export type Gates = z.infer<typeof Gates>;

export const PromoteFrom = z.union([
  EnvironmentName,
  z.strictObject({ from: EnvironmentName, gates: Gates.describe('replace the gates of the environment for this lane') }),
]);
export type PromoteFrom = z.infer<typeof PromoteFrom>;

export const RendererOverrides = z.strictObject({
  helm: z
    .enum(['3', '4'])
    .optional()
    .describe('helm major version, in quotes')
    .meta({ examples: ['4'] }),
  loadRestrictor: z.enum(['root-only', 'none']).optional().describe('kustomize --load-restrictor; Argo CD uses root-only, Flux uses none'),
  kubernetes: KubernetesVersion.optional().describe('version that templates see, in quotes'),
  apiVersions: ClusterVersions.apiVersions.optional().describe('API versions that templates see beyond the built-in ones'),
});
export type RendererOverrides = z.infer<typeof RendererOverrides>;

export const EnvironmentConfig = z.strictObject({
  stage: Stage.optional().describe('class of the environment; thresholds may be set per stage; default: by whole words of the name'),
  cluster: RepositoryPath.optional().describe('directory of the cluster facts, clusters/<name>'),
  kind: z
    .enum(['permanent', 'preview', 'standalone'])
    .default('permanent')
    .describe('preview: a short-lived copy, never promoted; standalone: outside the chain'),
  promoteFrom: z
    .array(PromoteFrom)
    .min(1)
    .optional()
    .describe('any of these; absent: an entrance')
    .meta({ examples: [['test']] }),
  gates: Gates.optional().describe('they guard entry'),
  render: RendererOverrides.optional().describe('overrides of the cluster profile'),
});
export type EnvironmentConfig = z.infer<typeof EnvironmentConfig>;

const isPattern = (path: string): boolean => {
  const segments = path.split('/');
  const placeholders = segments.filter((segment) => /[{}*]/.test(segment));
  if (path === '.') return true;
  return (
    isInside(path) &&
    segments.every((segment) => segment !== '' && segment !== '.') &&
    placeholders.every((segment) => segment === '{env}' || segment === '{app}') &&
    new Set(placeholders).size === placeholders.length
  );
};

export const AppPattern = z
  .strictObject({
    path: z
      .string()
      .refine(isPattern, { message: 'a directory pattern in which {env} and {app} each stand for one whole path segment, once' })
      .describe('directory pattern; {env} and {app} stand for one path segment each; . is the root')
      .meta({ examples: ['environments/{env}/apps/{app}', 'components/{app}/{env}', 'apps/{app}/overlays/{env}'] }),
    kind: AppKind.default('app'),
    name: AppName.optional().describe('name of the app, for a pattern without {app}'),
  })
  .refine((pattern) => !isPattern(pattern.path) || pattern.path.includes('{app}') !== (pattern.name !== undefined), {
    message: 'either {app} in the path or a name, not both',
    path: ['path'],
  });
export type AppPattern = z.infer<typeof AppPattern>;

export const Ignored = z.strictObject({
  path: z
    .string()
    .min(1)
    .refine((path) => !path.startsWith('/') && !path.split('/').includes('..'), { message: 'a relative directory or an app id' })
    .describe('directory of the app or of reconciler objects, or app id env/app; * stands for one segment, ** for several')
    .meta({ examples: ['examples/**', 'dev/playground'] }),
  reason: z.string().min(1).describe('why; it is shown in the report'),
});
export type Ignored = z.infer<typeof Ignored>;

/** fairway.yaml, at the root of the repository. */
export const FairwayConfig = z
  .strictObject({
    $schema: z.string().optional(),
    version: z.literal(1).describe('version of this format'),
    environments: z.record(EnvironmentName, EnvironmentConfig).optional().describe('in the order in which a change travels'),
    apps: z
      .array(AppPattern)
      .min(1)
      .optional()
      .describe('where apps are; the first that matches wins; absent: found by looking at the tree'),
    ignore: z.array(Ignored).optional().describe('apps that may fail or be left out without making the verdict incomplete'),
    render: RendererOverrides.optional().describe('defaults for all environments'),
    repository: RepositoryConfig.optional().describe('where this repository is, as the clusters see it'),
    reconcilers: ReconcilersConfig.optional().describe('read by fairway reconcilers generate'),
    policy: z.record(z.string(), z.unknown()).optional().describe('read by policy-check'),
    scan: z.record(z.string(), z.unknown()).optional().describe('read by image-scan'),
    promote: z.record(z.string(), z.unknown()).optional().describe('read by promote'),
  })
  .meta({ title: 'fairway.yaml', description: 'Environments and apps of a GitOps repository' });
export type FairwayConfig = z.infer<typeof FairwayConfig>;
