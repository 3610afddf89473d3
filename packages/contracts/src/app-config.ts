// What may a person write in app.yaml? Paths are relative to the directory of the file.
import { z } from 'zod';
import { AppKind } from './report.ts';

const Name = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'lower case letters, digits and dashes')
  .max(63);
const RelativePath = z
  .string()
  .min(1)
  .refine((p) => !p.startsWith('/') && !p.includes('\\') && !p.includes('\0'), { message: 'a relative path with forward slashes' });

export const HelmInputs = z.strictObject({
  kind: z.literal('helm'),
  chart: z.string().min(1).describe('directory of a chart, relative to this file, or an oci:// reference'),
  version: z.string().optional().describe('chart version of an oci:// reference'),
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/)
    .optional()
    .describe('chart digest of an oci:// reference'),
  releaseName: z.string().max(53).optional().describe('default: the name of the app'),
  valueFiles: z.array(RelativePath).optional().describe('in order, the last wins; default: values.yaml and release.yaml where present'),
  skipCrds: z.boolean().optional(),
});
export const KustomizeInputs = z.strictObject({
  kind: z.literal('kustomize'),
  path: RelativePath.optional().describe('kustomization directory; default: the directory of this file'),
});
export const DirectoryInputs = z.strictObject({ kind: z.literal('directory'), recurse: z.boolean().optional() });
export const RendererInputs = z.discriminatedUnion('kind', [HelmInputs, KustomizeInputs, DirectoryInputs]);
export type RendererInputs = z.infer<typeof RendererInputs>;

/** One field that says which version runs: a file beside app.yaml and a JSON pointer into it. */
export const ReleaseField = z.strictObject({
  file: RelativePath,
  path: z
    .string()
    .regex(/^(\/[^/]*)+$/, 'a JSON pointer such as /image/digest')
    .describe('JSON pointer (RFC 6901)'),
});
export type ReleaseField = z.infer<typeof ReleaseField>;

export const ReleaseConfig = z.strictObject({
  fields: z.array(ReleaseField).min(1),
  carries: z.array(RelativePath).optional().describe('files that travel with the release'),
});
export type ReleaseConfig = z.infer<typeof ReleaseConfig>;

export const DeclaredImage = z.strictObject({
  name: z.string().min(1),
  repository: z.string().min(1).describe('host and path, without tag or digest'),
  source: z.string().optional().describe('source repository that builds it'),
  builder: z.string().optional().describe('builder identity that provenance must name'),
});

/** No key of this file is called `path` or `values`: an ApplicationSet git-file generator would overwrite `path`. */
export const AppConfig = z.strictObject({
  $schema: z.string().optional(),
  name: Name.optional().describe('default: from the directory'),
  owner: z.string().min(1).optional(),
  tier: z.int().min(0).max(3).optional().describe('0 mission-critical … 3 best effort'),
  kind: AppKind.optional(),
  scope: z.enum(['namespace', 'namespaces', 'cluster']).optional(),
  namespaces: z
    .array(
      z
        .string()
        .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/)
        .max(63),
    )
    .optional(),
  renderer: RendererInputs.optional(),
  reconciled: z.boolean().optional().describe('false: no reconciler object is generated'),
  images: z.array(DeclaredImage).optional(),
  release: ReleaseConfig.optional(),
});
export type AppConfig = z.infer<typeof AppConfig>;
