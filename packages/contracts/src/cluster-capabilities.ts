// What may a cluster profile say of the platform below: pools, network plugin, storage, load balancers, telemetry? Everything is optional.
import { z } from 'zod';

const LabelKey = z
  .string()
  .max(317)
  .regex(/^([a-z0-9.-]+\/)?[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/, 'a label key: a name, or a domain, a slash and a name')
  .meta({ examples: ['lks.internal/pool'] });
const LabelValue = z
  .string()
  .max(63)
  .regex(/^([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)?$/, 'a label value of letters, digits, dots, dashes and underscores')
  .meta({ examples: ['system'] });
const Annotations = z.record(LabelKey, z.string().max(1000));

/** Place of a cluster in the provider's world. */
export const Region = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'a name of lower-case letters, digits and dashes')
  .meta({ examples: ['eu-north-1'] });

/** When the provider may change the control plane and the nodes. */
export const UpgradeWindow = z.strictObject({
  schedule: z
    .string()
    .max(100)
    .regex(/^(\S+ ){4}\S+$/, 'five fields of a cron line')
    .describe('when the window opens, as a cron line')
    .meta({ examples: ['0 2 * * 0'] }),
  duration: z
    .string()
    .min(2)
    .max(10)
    .regex(/^(\d+h)?(\d+m)?$/, 'a duration such as 4h or 2h30m')
    .describe('how long it stays open')
    .meta({ examples: ['4h'] }),
  timeZone: z
    .string()
    .min(1)
    .max(60)
    .optional()
    .describe('name of a time zone; default: UTC')
    .meta({ examples: ['Europe/Zurich'] }),
});

const Taint = z.strictObject({
  key: LabelKey.describe('key of the taint'),
  value: LabelValue.optional().describe('value of the taint; absent: none'),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).describe('what happens to pods that do not tolerate it'),
});

/** One kind of nodes. */
export const Pool = z.strictObject({
  labels: z.record(LabelKey, LabelValue).describe('labels of its nodes: what a nodeSelector names'),
  taints: z.array(Taint).max(20).optional().describe('taints of its nodes: what pods must tolerate; absent: none'),
  minNodes: z.int().min(0).max(10_000).optional().describe('nodes that are always there, over all zones'),
});

export const Pools = z.strictObject({
  system: Pool.optional().describe('for the components of the platform'),
  cpu: Pool.optional().describe('for computing'),
  memory: Pool.optional().describe('for much memory'),
  gpu: Pool.optional().describe('for graphics processors'),
});

/** What the network plugin can do: templates branch on it. */
export const CniCapabilities = z.strictObject({
  networkPolicy: z.boolean().optional().describe('enforces NetworkPolicy, both ways'),
  clusterNetworkPolicy: z.boolean().optional().describe('serves ClusterNetworkPolicy of policy.networking.k8s.io/v1alpha2'),
  nodeLocalDNS: z.boolean().optional().describe('pods ask a DNS cache on their node, at 169.254.20.10'),
  loadBalancerTarget: z
    .enum(['node', 'pod'])
    .optional()
    .describe('where load balancers send traffic: to a port of the node, or straight to the pod, which then sees the ingress subnet'),
  kubeletProbes: z
    .enum(['exempt', 'node-address'])
    .optional()
    .describe('exempt: probes of the own node pass every policy; node-address: they need an ipBlock of the node subnets; default: exempt'),
});

/** One storage class of the platform by what its provider calls it. */
export const StorageDriver = z.strictObject({
  provisioner: z
    .string()
    .min(1)
    .max(253)
    .regex(/^[a-z0-9]([a-z0-9./-]*[a-z0-9])?$/, 'the name of a CSI driver')
    .describe('name of the CSI driver')
    .meta({ examples: ['ssd.csi.cloud.example'] }),
  parameters: z.record(z.string().max(100), z.string().max(500)).optional().describe('parameters of the StorageClass'),
  snapshots: z.boolean().optional().describe('the driver takes snapshots: a VolumeSnapshotClass names the same driver'),
});

export const StorageDrivers = z.strictObject({
  gpSsd: StorageDriver.optional().describe('general purpose SSD'),
  nvme: StorageDriver.optional().describe('fast disks of one zone'),
  replicated: StorageDriver.optional().describe('kept in several zones'),
});

export const LoadBalancer = z.strictObject({
  privateAnnotations: Annotations.optional().describe('make a load balancer that only private networks reach'),
  publicAnnotations: Annotations.optional().describe('make a load balancer that the internet reaches'),
});

export const Waf = z.strictObject({
  annotations: Annotations.describe('put the web application firewall of the provider before a public load balancer'),
});

/** Where telemetry leaves the cluster. */
export const MonitorExport = z.strictObject({
  endpoint: z
    .string()
    .max(500)
    .regex(/^https:\/\/[^\s@]+$/, 'an https:// address without user and password')
    .describe('address that metrics, logs and traces are sent to')
    .meta({ examples: ['https://monitor.cloud.example/otlp'] }),
  protocol: z.enum(['otlp-http', 'otlp-grpc', 'prometheus-remote-write']).optional().describe('what it speaks; default: otlp-http'),
});
