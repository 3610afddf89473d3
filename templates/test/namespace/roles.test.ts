// What may operators do in each stage, and is there anything that nobody may have?
import { isRecord, type ManifestObject } from '@fairway/manifests';
import { describe, expect, it } from 'vitest';
import { named, objectsOf } from './objects.ts';
import { helmTemplate } from './run-programs.ts';

const render = async (stage: string) =>
  objectsOf(
    await helmTemplate('lks-namespace', [
      {
        tenant: 'shop',
        environment: stage,
        stage,
        podSecurity: { version: 'v1.36' },
        rbac: { operators: ['lks:shop'], viewers: ['lks:auditors'] },
      },
    ]),
  );

const renderings = new Map<string, ReturnType<typeof render>>();
const rendered = (stage: string): ReturnType<typeof render> => {
  const known = renderings.get(stage) ?? render(stage);
  renderings.set(stage, known);
  return known;
};

const strings = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
const rulesOf = (role: ManifestObject): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(role.rules) ? role.rules.filter(isRecord) : [];

/** Does a role allow this? RBAC adds rules up and knows no denial; `*` stands for everything. */
const allows = (role: ManifestObject, verb: string, group: string, resource: string): boolean =>
  rulesOf(role).some(({ apiGroups, resources, verbs }) =>
    (
      [
        [apiGroups, group],
        [resources, resource],
        [verbs, verb],
      ] as const
    ).every(([list, one]) => strings(list).some((item) => item === one || item === '*')),
  );

/** What §2.4 of the design says of dev, test and prod, in this order. */
const MATRIX: readonly (readonly [verb: string, group: string, resource: string, dev: boolean, test: boolean, prod: boolean])[] = [
  ['get', '', 'pods', true, true, true],
  ['get', '', 'pods/log', true, true, true],
  ['list', 'networking.k8s.io', 'networkpolicies', true, true, true],
  ['list', '', 'resourcequotas', true, true, true],
  ['create', '', 'pods', true, true, false],
  ['patch', 'apps', 'deployments', true, true, false],
  ['update', 'apps', 'deployments/scale', true, true, false],
  ['create', 'batch', 'jobs', true, true, false],
  ['create', 'gateway.networking.k8s.io', 'httproutes', true, true, false],
  ['delete', '', 'configmaps', true, true, false],
  ['create', '', 'pods/exec', true, false, false],
  ['get', '', 'pods/exec', true, false, false],
  ['create', '', 'pods/portforward', true, false, false],
  ['delete', '', 'persistentvolumeclaims', true, false, false],
];

const WRITE = ['create', 'update', 'patch', 'delete', 'deletecollection'];
const ANY = ['get', 'list', 'watch', ...WRITE];

/** What no role of a namespace has, in any stage. */
const NEVER = (
  [
    [ANY, '', 'secrets'],
    [ANY, '', 'nodes/proxy'],
    [ANY, '', 'persistentvolumes'],
    [ANY, 'certificates.k8s.io', 'certificatesigningrequests'],
    [WRITE, '', 'namespaces'],
    [WRITE, '', 'limitranges'],
    [WRITE, '', 'resourcequotas'],
    [WRITE, '', 'serviceaccounts/token'],
    [WRITE, 'networking.k8s.io', 'networkpolicies'],
    [[...WRITE, 'escalate', 'bind'], 'rbac.authorization.k8s.io', 'roles'],
    [WRITE, 'rbac.authorization.k8s.io', 'rolebindings'],
    [['bind', 'escalate'], 'rbac.authorization.k8s.io', 'clusterroles'],
    [['impersonate'], '', 'users'],
    [['impersonate'], '', 'groups'],
    [['impersonate'], '', 'serviceaccounts'],
    [['approve', 'sign'], 'certificates.k8s.io', 'signers'],
    [WRITE, 'admissionregistration.k8s.io', 'validatingwebhookconfigurations'],
    [WRITE, 'admissionregistration.k8s.io', 'mutatingwebhookconfigurations'],
  ] as const
).flatMap(([verbs, group, resource]) => verbs.map((verb): readonly [string, string, string] => [verb, group, resource]));

describe.each(['dev', 'test', 'prod'].map((stage, at) => ({ stage, at })))('in $stage', ({ stage, at }) => {
  it.each(MATRIX)('operators may %s %s %s as the table says', async (verb, group, resource, dev, test, prod) => {
    expect(allows(named(await rendered(stage), 'Role', 'lks-operators'), verb, group, resource)).toBe([dev, test, prod][at]);
  });

  it('no role has what nobody may have, nor a wildcard', async () => {
    const roles = (await rendered(stage)).filter(({ kind }) => kind === 'Role');
    expect(roles.map(({ metadata }) => metadata.name).toSorted()).toEqual(['lks-operators', 'lks-reconciler', 'lks-viewers']);
    expect(
      roles.flatMap((role) =>
        NEVER.filter(([verb, group, resource]) => allows(role, verb, group, resource)).map((one) => [role.metadata.name, ...one]),
      ),
    ).toEqual([]);
    expect(JSON.stringify(roles)).not.toContain('"*"');
  });

  it('bindings name groups and the reconciler, and no role that others add to', async () => {
    const bindings = (await rendered(stage)).filter(({ kind }) => kind.endsWith('RoleBinding'));
    expect(bindings.map(({ roleRef, subjects }) => [roleRef, subjects])).toEqual([
      [expect.objectContaining({ kind: 'Role', name: 'lks-operators' }), [expect.objectContaining({ kind: 'Group', name: 'lks:shop' })]],
      [
        expect.objectContaining({ kind: 'Role', name: 'lks-reconciler' }),
        [{ kind: 'ServiceAccount', name: 'lks-reconciler', namespace: `shop-${stage}` }],
      ],
      [expect.objectContaining({ kind: 'Role', name: 'lks-viewers' }), [expect.objectContaining({ kind: 'Group', name: 'lks:auditors' })]],
    ]);
  });
});

it('viewers and prod operators write nothing', async () => {
  const objects = await rendered('prod');
  const verbs = ['lks-viewers', 'lks-operators'].flatMap((name) =>
    rulesOf(named(objects, 'Role', name)).flatMap((rule) => strings(rule.verbs)),
  );
  expect([...new Set(verbs)].toSorted()).toEqual(['get', 'list', 'watch']);
});

it('accounts have no token unless a pod asks for one', async () => {
  const accounts = (await rendered('dev')).filter(({ kind }) => kind === 'ServiceAccount');
  expect(accounts.map(({ metadata, automountServiceAccountToken }) => [metadata.name, automountServiceAccountToken]).toSorted()).toEqual([
    ['default', false],
    ['lks-reconciler', false],
  ]);
});

it('a role that gained a wildcard or Secrets would be seen', () => {
  const role = (rule: unknown): ManifestObject => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'a' },
    rules: [rule],
  });
  const seen = (rule: unknown) => NEVER.filter((one) => allows(role(rule), ...one));
  expect(seen({ apiGroups: [''], resources: ['configmaps', 'secrets'], verbs: ['patch'] })).toEqual([['patch', '', 'secrets']]);
  expect(seen({ apiGroups: ['*'], resources: ['*'], verbs: ['*'] })).toHaveLength(NEVER.length);
});
