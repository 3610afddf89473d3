// What decides a rendering on one cluster? clusters/<name>/profile.yaml, with one top-level key so that charts can take it as a values file.
import { z } from 'zod';
import { ClusterVersions, ConfigName } from './config.ts';

/** What applies the renderings, and which release of it: flags and renderer versions follow from both. */
export const Reconciler = z.strictObject({
  kind: z.enum(['argocd', 'flux']),
  version: z
    .string()
    .regex(/^\d+\.\d+(\.\d+)?$/, 'a version in quotes')
    .meta({ examples: ['3.5.7'] }),
});
export type Reconciler = z.infer<typeof Reconciler>;

export const ClusterProfile = z
  .strictObject({
    $schema: z.string().optional(),
    cluster: z.strictObject({
      name: ConfigName.optional().describe('name of the cluster; default: the directory'),
      reconciler: Reconciler.optional(),
      kubernetes: ClusterVersions.kubernetes.optional(),
      apiVersions: ClusterVersions.apiVersions.optional().describe('API versions that the cluster serves beyond the built-in ones'),
      server: z
        .string()
        .min(1)
        .optional()
        .describe('address of the API server as Argo CD knows it')
        .meta({ examples: ['https://kubernetes.default.svc'] }),
      labels: z.record(z.string(), z.string()).optional().describe('labels that the Argo CD cluster generator sees'),
      annotations: z.record(z.string(), z.string()).optional().describe('annotations that the Argo CD cluster generator sees'),
    }),
  })
  .meta({ title: 'clusters/<name>/profile.yaml', description: 'Facts about a cluster that decide a rendering' });
export type ClusterProfile = z.infer<typeof ClusterProfile>;
