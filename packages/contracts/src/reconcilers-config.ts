// What may a person write in fairway.yaml about the repository's address and the reconciler objects that are generated from app.yaml files?
import { z } from 'zod';

const DnsLabel = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'lower-case letters, digits and dashes')
  .max(63);

const hasSecret = (url: string): boolean => /^https?:\/\/[^/]*@|^ssh:\/\/[^/@]*:[^/@]*@/.test(url);

/** Where a git program can clone from: only what both reconcilers accept. */
const GitUrl = z
  .string()
  .max(500)
  .regex(/^(https?|ssh):\/\/[^\s/]+\/\S+$/, 'an https://, http:// or ssh:// address')
  .refine((url) => !hasSecret(url), { message: 'an address without user and password: they belong into a Secret of the cluster' });

/** Where this repository is, as the clusters see it. */
export const RepositoryConfig = z.strictObject({
  url: GitUrl.describe('address that the clusters clone').meta({ examples: ['https://git.lks.internal/platform/fairway.git'] }),
  urls: z.array(z.string().min(1).max(500)).max(50).optional().describe('further addresses that mean this repository'),
  branch: z
    .string()
    .max(200)
    .regex(/^[A-Za-z0-9]([A-Za-z0-9._/-]*[A-Za-z0-9])?$/, 'a branch name of letters, digits, dots, slashes and dashes')
    .optional()
    .describe('branch that the clusters follow; default: main'),
});
export type RepositoryConfig = z.infer<typeof RepositoryConfig>;

const GoDuration = z
  .string()
  .regex(/^(\d+h)?(\d+m)?$/, 'a duration such as 8h or 62h30m')
  .min(2)
  .meta({ examples: ['62h'] });

/** When Argo CD may sync on its own in environments of stage prod. */
export const SyncWindow = z.strictObject({
  kind: z.enum(['allow', 'deny']),
  schedule: z
    .string()
    .regex(/^(\S+ ){4}\S+$/, 'five fields of a cron line')
    .max(100)
    .meta({ examples: ['0 16 * * 5'] }),
  duration: GoDuration,
  timeZone: z.string().max(60).optional().describe('default: UTC'),
  manualSync: z.boolean().optional().describe('a person may sync nevertheless'),
});
export type SyncWindow = z.infer<typeof SyncWindow>;

const Server = z
  .string()
  .max(500)
  .regex(/^https:\/\/[^\s@]+$/, 'an https:// address')
  .meta({ examples: ['https://kubernetes.default.svc'] });

const ArgoOptions = z.strictObject({
  namespace: DnsLabel.optional().describe('where Argo CD runs; default: argocd'),
  server: Server.optional().describe('address of the cluster in the destinations; default: the cluster that Argo CD runs in'),
  permitOnlyProjectScopedClusters: z.boolean().optional().describe('only where each project has a cluster Secret of its own'),
  syncWindows: z.array(SyncWindow).max(50).optional().describe('for environments of stage prod'),
  signingKeys: z
    .array(z.string().regex(/^[0-9A-Fa-f]{16,40}$/, 'the id of a GPG key, 16 to 40 hexadecimal digits'))
    .min(1)
    .max(50)
    .optional()
    .describe('GPG keys: commits by others are not synced'),
});

const FluxOptions = z.strictObject({
  namespace: DnsLabel.optional().describe('where Flux runs; default: flux-system'),
  gitSecret: DnsLabel.optional().describe('Secret with the credentials for the repository, in each namespace with a source'),
  signingSecret: DnsLabel.optional().describe('Secret with GPG keys: commits by others are not applied'),
  decryptionSecret: DnsLabel.optional().describe('Secret with the SOPS key, in each tenant namespace'),
});

const isAnchored = (pattern: string): boolean => pattern.startsWith('^') && pattern.endsWith('$');
const Anchored = z
  .string()
  .max(500)
  .refine(isAnchored, { message: 'a regular expression from ^ to $: anything else matches more than it says' });

const ChartOptions = z.strictObject({
  pullSecret: DnsLabel.optional().describe('Secret with the credentials for the chart registry, in each tenant namespace'),
  identities: z
    .array(z.strictObject({ issuer: Anchored, subject: Anchored }))
    .min(1)
    .max(20)
    .optional()
    .describe('who may have signed a chart, keyless; checked by Flux'),
});

const pathMessage = 'a directory of the repository in which {env} stands for one whole path segment';
const GeneratedPath = z.string().refine((path) => {
  const segments = path.split('/');
  return (
    segments.every((one) => one === '{env}' || /^(?!\.\.?$)[A-Za-z0-9._-]+$/.test(one)) &&
    segments.filter((one) => one === '{env}').length === 1
  );
}, pathMessage);

/** ConfigMaps and Secrets that only the cluster has, for rendering. */
const Sample = z.strictObject({
  file: z
    .string()
    .refine((path) => path !== '' && !path.startsWith('/') && !path.split('/').includes('..') && !path.includes('\\'), {
      message: 'a path inside the repository, relative to its root, with forward slashes',
    })
    .describe('manifests of ConfigMaps and Secrets')
    .meta({ examples: ['samples/cluster-vars.yaml'] }),
  environments: z.array(z.string().min(1)).min(1).max(100).optional().describe('where they stand for something; default: everywhere'),
});

/** What reading and generating reconciler objects has to know. Everything has a default. */
export const ReconcilersConfig = z.strictObject({
  samples: z.array(Sample).max(100).optional().describe('files whose ConfigMaps and Secrets stand for those that only the cluster has'),
  path: GeneratedPath.optional().describe('where the objects are written; default: environments/{env}/reconcilers'),
  serviceAccounts: z
    .strictObject({
      tenant: DnsLabel.optional().describe('applies the apps of a team, one in each of its namespaces; default: lks-reconciler'),
      platform: DnsLabel.optional().describe('applies namespaces and reconciler objects; default: lks-platform'),
    })
    .optional(),
  kinds: z
    .array(z.string().regex(/^[a-z]+(\.[a-z0-9.-]+)?$/, 'a resource in the plural, with its group behind a dot'))
    .min(1)
    .max(200)
    .optional()
    .describe('what the roles of tenants may hold; default: what lks-app and the kustomize base render')
    .meta({ examples: [['services', 'deployments.apps']] }),
  groups: z
    .strictObject({
      prefix: z.string().max(100).optional().describe('what the identity provider puts before the name of a team'),
      platform: z.string().min(1).max(200).optional().describe('group that runs the platform'),
    })
    .optional(),
  argocd: ArgoOptions.optional(),
  flux: FluxOptions.optional(),
  charts: ChartOptions.optional(),
});
export type ReconcilersConfig = z.infer<typeof ReconcilersConfig>;
