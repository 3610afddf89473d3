// Who applies namespaces and reconciler objects, and what may it do?
import type { EnvironmentPlan, GeneratedObject } from './model.ts';
import { metadataOf } from './text.ts';

const WRITE = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];
const READ = ['get', 'list', 'watch'];

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** Rules for resources in the form `deployments.apps`, one per API group. */
export function rulesFor(kinds: readonly string[], verbs: readonly string[] = WRITE): readonly Rule[] {
  const split = kinds.map((kind) => {
    const dot = kind.indexOf('.');
    return dot === -1 ? { resource: kind, group: '' } : { resource: kind.slice(0, dot), group: kind.slice(dot + 1) };
  });
  return [...Map.groupBy(split, ({ group }) => group)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, list]) => ({ apiGroups: [group], resources: [...new Set(list.map(({ resource }) => resource))].toSorted(), verbs }));
}

/** What waiting for an app looks at: the pods behind a workload. */
export const WAITED_FOR = ['pods', 'replicasets.apps'];

const WALLS = [
  'limitranges',
  'resourcequotas',
  'serviceaccounts',
  'networkpolicies.networking.k8s.io',
  'roles.rbac.authorization.k8s.io',
  'rolebindings.rbac.authorization.k8s.io',
];

interface AccountOptions {
  readonly namespace: string;
  /** Further resources in every namespace. */
  readonly everywhere: readonly string[];
  /** Resources in the reconciler's own namespace. */
  readonly own: readonly string[];
}

/**
 * The platform's account in the namespace of the reconciler. It has neither `escalate` nor `bind`: it can hand to tenants what it holds
 * itself and no more, so `reconcilers.kinds` bounds what any tenant may get.
 */
export function platformAccount(plan: EnvironmentPlan, { namespace, everywhere, own }: AccountOptions): readonly GeneratedObject[] {
  const name = plan.settings.platformAccount;
  const subject = [{ kind: 'ServiceAccount', name, namespace }];
  const rbac = 'rbac.authorization.k8s.io';
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadataOf({ name, namespace }), automountServiceAccountToken: false },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'ClusterRole',
      metadata: metadataOf({ name }),
      rules: [
        // No delete: a namespace goes with all that is in it, so that is left to a person.
        { apiGroups: [''], resources: ['namespaces'], verbs: [...READ, 'create', 'update', 'patch'] },
        ...rulesFor(WAITED_FOR, READ),
        ...rulesFor([...WALLS, ...plan.settings.kinds, ...everywhere]),
      ],
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: metadataOf({ name }),
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name },
      subjects: subject,
    },
    ...(own.length === 0
      ? []
      : [
          { apiVersion: `${rbac}/v1`, kind: 'Role', metadata: metadataOf({ name, namespace }), rules: rulesFor(own) },
          {
            apiVersion: `${rbac}/v1`,
            kind: 'RoleBinding',
            metadata: metadataOf({ name, namespace }),
            roleRef: { apiGroup: rbac, kind: 'Role', name },
            subjects: subject,
          },
        ]),
  ];
}
