// What decides a rendering on one cluster? clusters/<name>/profile.yaml, with one top-level key so that charts can take it as a values file.
import { z } from 'zod';

export const ClusterProfile = z.strictObject({
  $schema: z.string().optional(),
  cluster: z.strictObject({
    name: z.string().optional(),
    reconciler: z
      .strictObject({ kind: z.enum(['argocd', 'flux']), version: z.string().regex(/^\d+\.\d+(\.\d+)?$/, 'a version such as 3.5.7') })
      .optional(),
    kubernetes: z
      .string()
      .regex(/^1\.\d{1,2}(\.\d+)?$/, 'a Kubernetes version such as 1.36')
      .optional(),
    apiVersions: z.array(z.string().min(2)).optional().describe('API versions that the cluster serves beyond the built-in ones'),
  }),
});
export type ClusterProfile = z.infer<typeof ClusterProfile>;
