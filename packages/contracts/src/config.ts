// What may a person write in fairway.yaml? Everything has a default but `version`.
import { z } from 'zod';
import { AppKind, Stage } from './report.ts';

const Name = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i, 'a name of letters, digits, dots, dashes and underscores')
  .max(63);

/** A path inside the repository, relative to its root, with forward slashes. */
export const RepositoryPath = z
  .string()
  .min(1)
  .refine((p) => !p.startsWith('/') && !p.split('/').includes('..') && !p.includes('\\') && !p.includes('\0'), {
    message: 'a path inside the repository, relative to its root',
  });

const Duration = z
  .string()
  .regex(/^(\d+d)?(\d+h)?(\d+m)?$/, 'a duration such as 30m, 24h or 7d')
  .min(2);

export const Gates = z.strictObject({
  soak: Duration.optional().describe('how long a release must have run healthy in the source environment'),
  approvals: z.int().min(0).max(20).optional().describe('approvals by others than author and dispatcher'),
  calendar: RepositoryPath.optional().describe('file with allow and freeze windows'),
});

export const PromoteFrom = z.union([Name, z.strictObject({ from: Name, gates: Gates })]);

export const RendererOverrides = z.strictObject({
  helm: z.enum(['3', '4']).optional().describe('helm major version'),
  loadRestrictor: z.enum(['root-only', 'none']).optional().describe('kustomize --load-restrictor; Argo CD uses root-only, Flux uses none'),
  kubernetes: z
    .string()
    .regex(/^1\.\d{1,2}(\.\d+)?$/, 'a Kubernetes version such as 1.36')
    .optional(),
  apiVersions: z.array(z.string()).optional(),
});
export type RendererOverrides = z.infer<typeof RendererOverrides>;

export const EnvironmentConfig = z.strictObject({
  stage: Stage.optional().describe('class of the environment; thresholds may be set per stage'),
  cluster: RepositoryPath.optional().describe('directory of the cluster facts, clusters/<name>'),
  kind: z.enum(['permanent', 'preview', 'standalone']).default('permanent'),
  promoteFrom: z.array(PromoteFrom).optional().describe('any of these; absent: an entrance'),
  gates: Gates.optional(),
  render: RendererOverrides.optional(),
});
export type EnvironmentConfig = z.infer<typeof EnvironmentConfig>;

export const AppPattern = z.strictObject({
  path: z
    .string()
    .refine((p) => p.includes('{app}') && !p.startsWith('/') && !p.split('/').includes('..'), {
      message: 'a relative pattern with {app} and usually {env}, such as environments/{env}/apps/{app}',
    })
    .describe('directory pattern; {env} and {app} stand for one path segment each'),
  kind: AppKind.default('app'),
});

export const Ignored = z.strictObject({
  path: z.string().min(1).describe('directory of the app, or app id env/app; * stands for one segment, ** for several'),
  reason: z.string().min(1),
});

export const FairwayConfig = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1),
  environments: z.record(Name, EnvironmentConfig).optional(),
  apps: z.array(AppPattern).optional(),
  ignore: z.array(Ignored).optional().describe('apps that may fail or be left out without making the verdict incomplete'),
  render: RendererOverrides.optional().describe('defaults for all environments'),
  policy: z.record(z.string(), z.unknown()).optional().describe('read by policy-check'),
  scan: z.record(z.string(), z.unknown()).optional().describe('read by image-scan'),
  promote: z.record(z.string(), z.unknown()).optional().describe('read by promote'),
});
export type FairwayConfig = z.infer<typeof FairwayConfig>;
