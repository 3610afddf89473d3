// What decides a rendering on one cluster, and what can its platform do? clusters/<name>/profile.yaml, with one top-level key so that charts can take it as a values file.
import { z } from 'zod';
import { CniCapabilities, LoadBalancer, MonitorExport, Pools, Region, StorageDrivers, UpgradeWindow, Waf } from './cluster-capabilities.ts';
import { ClusterVersions, ConfigName } from './config.ts';

/** What applies the renderings, and which release of it: flags and renderer versions follow from both. */
export const Reconciler = z.strictObject({
  kind: z.enum(['argocd', 'flux']).describe('which program applies what Git says'),
  version: z
    .string()
    .regex(/^\d+\.\d+(\.\d+)?$/, 'a version in quotes')
    .describe('its release')
    .meta({ examples: ['3.5.7'] }),
});
export type Reconciler = z.infer<typeof Reconciler>;

export const ClusterProfile = z
  .strictObject({
    $schema: z.string().optional().describe('address of this schema'),
    cluster: z.strictObject({
      name: ConfigName.optional().describe('name of the cluster; default: the directory'),
      reconciler: Reconciler.optional().describe('what applies the renderings'),
      kubernetes: ClusterVersions.kubernetes.optional().describe('version of the API server, in quotes'),
      apiVersions: ClusterVersions.apiVersions.optional().describe('API versions that the cluster serves beyond the built-in ones'),
      server: z
        .string()
        .min(1)
        .optional()
        .describe('address of the API server as Argo CD knows it')
        .meta({ examples: ['https://kubernetes.default.svc'] }),
      labels: z.record(z.string(), z.string()).optional().describe('labels that the Argo CD cluster generator sees'),
      annotations: z.record(z.string(), z.string()).optional().describe('annotations that the Argo CD cluster generator sees'),
      region: Region.optional().describe('where the cluster is, as the provider calls it'),
      zones: z
        .array(Region)
        .min(1)
        .max(20)
        .optional()
        .describe('zones that have nodes: values of topology.kubernetes.io/zone')
        .meta({ examples: [['eu-north-1a', 'eu-north-1b']] }),
      privateEndpoint: z.boolean().optional().describe('the API server is reached from private networks only'),
      upgradeWindow: UpgradeWindow.optional().describe('when the provider may change control plane and nodes'),
      pools: Pools.optional().describe('kinds of nodes, by what they are for'),
      cni: CniCapabilities.optional().describe('what the network plugin can do'),
      storage: StorageDrivers.optional().describe('storage classes of the platform, by what the provider calls their drivers'),
      loadBalancer: LoadBalancer.optional().describe('annotations for load balancers of the provider'),
      waf: Waf.optional().describe('the web application firewall of the provider; absent: there is none'),
      monitor: MonitorExport.optional().describe('where telemetry leaves the cluster'),
    }),
  })
  .meta({
    title: 'clusters/<name>/profile.yaml',
    description: 'Facts about a cluster that decide a rendering, and that templates branch on',
  });
export type ClusterProfile = z.infer<typeof ClusterProfile>;
