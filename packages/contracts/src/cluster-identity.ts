// Who may sign in to a cluster, and as what? clusters/<name>/identity.yaml, with one top-level key so that charts can take it as a values file.
import { z } from 'zod';

const HttpsUrl = z
  .string()
  .max(500)
  .regex(/^https:\/\/[^\s@?#]+$/, 'an https:// address without user, query and fragment')
  .meta({ examples: ['https://iam.cloud.example/oidc'] });

/** `system:` belongs to Kubernetes: a provider that may issue such a group could make anybody an administrator. */
const isOurs = (group: string): boolean => !group.startsWith('system:');
const OURS = { message: 'a name that does not begin with system:, which belongs to Kubernetes' };

const Group = z
  .string()
  .min(1)
  .max(200)
  .refine(isOurs, OURS)
  .meta({ examples: ['lks:cluster-admins'] });
const Groups = z.array(Group).min(1).max(20);

const TEAM = '{team}';
const TeamGroup = z
  .string()
  .max(200)
  .refine((text) => isOurs(text) && text.split(TEAM).length === 2, {
    message: 'the name of a group in which {team} stands once, and which does not begin with system:',
  })
  .meta({ examples: ['lks:{team}'] });

export const RoleGroups = z.strictObject({
  clusterAdmins: Groups.describe('may do everything'),
  breakGlass: Groups.optional().describe('may do everything for a short time; nobody is in it on an ordinary day'),
  platform: Groups.optional().describe('run the platform: namespaces, policies, reconcilers'),
  namespaceOperators: TeamGroup.describe('group of a team: {team} stands for its name, {env} for the environment, where that is there'),
});

/** How a token proves that a second factor was used. */
export const SecondFactor = z.strictObject({
  claim: z.enum(['amr', 'acr']).describe('claim of the token that says it (RFC 8176, OpenID Connect Core 2)'),
  value: z
    .string()
    .min(1)
    .max(200)
    .describe('value that the claim must hold')
    .meta({ examples: ['mfa'] }),
});

export const WorkloadIdentity = z.strictObject({
  audience: z
    .string()
    .min(1)
    .max(500)
    .describe('audience of the tokens that workloads show to the provider')
    .meta({ examples: ['sts.cloud.example'] }),
  annotation: z
    .string()
    .min(1)
    .max(317)
    .regex(/^([a-z0-9.-]+\/)?[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/, 'an annotation key')
    .optional()
    .describe('annotation of a ServiceAccount that names the principal of the provider')
    .meta({ examples: ['cloud.example/principal'] }),
});

/** Facts about people and workloads of one cluster. */
export const IdentityFacts = z.strictObject({
  issuer: HttpsUrl.describe('issuer of the tokens that the API server accepts'),
  audiences: z.array(z.string().min(1).max(200)).min(1).max(20).describe('audiences, one of which a token must have'),
  groupPrefix: z
    .string()
    .min(1)
    .max(100)
    .refine(isOurs, OURS)
    .describe('what the API server puts before the groups of a token; every group of this file begins with it')
    .meta({ examples: ['lks:'] }),
  groups: RoleGroups.describe('groups by role, each written with the prefix'),
  secondFactor: SecondFactor.optional().describe('what tokens of administrators must prove'),
  workloadIdentity: WorkloadIdentity.optional().describe('how workloads sign in to the provider'),
});
export type IdentityFacts = z.infer<typeof IdentityFacts>;

export const ClusterIdentity = z
  .strictObject({
    $schema: z.string().optional().describe('address of this schema'),
    cluster: z.strictObject({ identity: IdentityFacts.describe('facts about people and workloads of the cluster') }),
  })
  .meta({ title: 'clusters/<name>/identity.yaml', description: 'Issuer and groups of a cluster' });
export type ClusterIdentity = z.infer<typeof ClusterIdentity>;
