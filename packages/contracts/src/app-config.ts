// What may a person write in app.yaml? Paths are relative to the directory of the file.
import { z } from 'zod';
import { AppKind } from './report.ts';

const DnsLabel = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'lower-case letters, digits and dashes')
  .max(63);

const isRelative = (path: string): boolean => path !== '' && !path.startsWith('/') && !path.includes('\\') && !path.includes('\0');

const RelativePath = z.string().refine(isRelative, { message: 'a path relative to this file, with forward slashes' });

export const HelmInputs = z.strictObject({
  kind: z.literal('helm'),
  chart: z
    .string()
    .min(1)
    .describe('directory of a chart, relative to this file, or an oci:// reference')
    .meta({ examples: ['../../../../templates/helm/web', 'oci://registry.lks.internal/charts/web'] }),
  version: z.string().min(1).optional().describe('chart version of an oci:// reference'),
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/, 'sha256: and 64 hexadecimal digits')
    .optional()
    .describe('chart digest of an oci:// reference'),
  releaseName: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, 'a release name of lower-case letters, digits, dots and dashes')
    .max(53)
    .optional()
    .describe('default: the name of the app'),
  valueFiles: z.array(RelativePath).optional().describe('in order, the last wins; default: values.yaml and release.yaml where present'),
  skipCrds: z.boolean().optional(),
});
export const KustomizeInputs = z.strictObject({
  kind: z.literal('kustomize'),
  path: RelativePath.optional().describe('kustomization directory; default: the directory of this file'),
});
export const DirectoryInputs = z.strictObject({
  kind: z.literal('directory'),
  recurse: z.boolean().optional().describe('default: true where the cluster runs Flux, else false'),
});
export const RendererInputs = z.discriminatedUnion('kind', [HelmInputs, KustomizeInputs, DirectoryInputs]);
export type RendererInputs = z.infer<typeof RendererInputs>;

/** One field that says which version runs: a file beside app.yaml and a JSON pointer into it. */
export const ReleaseField = z.strictObject({
  file: RelativePath.meta({ examples: ['release.yaml'] }),
  path: z
    .string()
    .regex(/^(\/([^/~]|~[01])*)+$/, 'a JSON pointer')
    .describe('JSON pointer (RFC 6901)')
    .meta({ examples: ['/image/digest'] }),
});
export type ReleaseField = z.infer<typeof ReleaseField>;

export const ReleaseConfig = z.strictObject({
  fields: z.array(ReleaseField).min(1),
  carries: z.array(RelativePath).optional().describe('files that travel with the release'),
});
export type ReleaseConfig = z.infer<typeof ReleaseConfig>;

export const DeclaredImage = z.strictObject({
  name: z.string().min(1),
  repository: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]*(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+$/, 'host and path, without tag or digest')
    .describe('host and path, without tag or digest')
    .meta({ examples: ['registry.lks.internal/shop/storefront'] }),
  source: z.string().optional().describe('source repository that builds it'),
  builder: z.string().optional().describe('builder identity that provenance must name'),
});
export type DeclaredImage = z.infer<typeof DeclaredImage>;

/** No key of this file is called `path` or `values`: an ApplicationSet git-file generator would overwrite `path`. */
export const AppConfig = z
  .strictObject({
    $schema: z.string().optional(),
    name: DnsLabel.optional().describe('default: from the directory'),
    owner: z.string().min(1).optional(),
    tier: z.int().min(0).max(3).optional().describe('0 mission-critical … 3 best effort'),
    kind: AppKind.optional().describe('default: what the pattern of fairway.yaml says, else app'),
    scope: z.enum(['namespace', 'namespaces', 'cluster']).optional(),
    namespaces: z.array(DnsLabel).optional().describe('namespaces of the app; the first is where it is installed'),
    renderer: RendererInputs.optional(),
    reconciled: z.boolean().optional().describe('false: no reconciler object is generated'),
    images: z.array(DeclaredImage).optional(),
    release: ReleaseConfig.optional(),
  })
  .meta({ title: 'app.yaml', description: 'One app in one environment: what it is and how it is rendered' });
export type AppConfig = z.infer<typeof AppConfig>;
