// Which findings do AppProjects make?
import { scopeOf } from '@fairway/manifests';
import { describe, expect, it } from 'vitest';
import { application, SELF, sighted } from '../../test/argo-world.ts';
import { findProject, projectFindings, projectWildcards } from './project.ts';
import { projectResourceFindings } from './project-resources.ts';

const project = (spec: string, name = 'shop') =>
  sighted(
    `apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: { name: ${name}, namespace: argocd }\nspec: ${spec}\n`,
    'projects/shop.yaml',
  );
const app = (destination?: string) => application('  source: { repoURL: SELF, path: chart }', destination);
const OPEN = `sourceRepos: ["*"], destinations: [{ server: "*", namespace: "*" }]`;
const rules = (findings: readonly { readonly ruleId: string; readonly severity: string; readonly field?: string }[]) =>
  findings.map(({ ruleId, severity, field }) => `${ruleId} ${severity} ${field}`);

describe('projectFindings', () => {
  it('has none for an Application that keeps to its project', () => {
    expect(projectFindings(app(), project(`{ ${OPEN} }`))).toEqual([]);
  });

  it('names the source, the place to edit and what to do', () => {
    expect(
      projectFindings(
        app(),
        project('{ sourceRepos: ["!https://git.example.test/**", "*"], destinations: [{ server: "*", namespace: "*" }] }'),
      ),
    ).toEqual([
      {
        ruleId: 'project-source-denied',
        severity: 'high',
        message: `Application argocd/web: AppProject shop does not allow the source ${SELF}, so Argo CD refuses to sync it`,
        hint: 'Add the address to sourceRepos of AppProject shop, or take the files from a repository that is listed.',
        object: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', namespace: 'argocd', name: 'web' },
        field: '/spec/source/repoURL',
        location: { file: 'applications/web.yaml', line: 1, column: 1 },
        detail: SELF,
      },
    ]);
  });

  it('judges each of several sources, and both of a hydrator', () => {
    const closed = project('{ sourceRepos: [], destinations: [{ server: "*", namespace: "*" }] }');
    const several = application('  sources: [{ repoURL: SELF, path: a }, { repoURL: SELF, ref: b }]');
    expect(projectFindings(several, closed).map(({ field }) => field)).toEqual(['/spec/sources/0/repoURL', '/spec/sources/1/repoURL']);
    const hydrated = application(
      '  sourceHydrator: { drySource: { repoURL: SELF, path: a }, syncSource: { targetBranch: b, repoURL: "https://git.example.test/x" } }',
    );
    expect(projectFindings(hydrated, closed)).toHaveLength(2);
  });

  const prod = { name: 'prod', server: 'https://prod.example.test', labels: {}, annotations: {} };
  it.each([
    ['{ server: "https://kubernetes.default.svc", namespace: shop }', '{ server: "https://kubernetes.default.svc", namespace: shop }', []],
    [
      '{ server: "https://kubernetes.default.svc", namespace: other }',
      '{ server: "*", namespace: "{shop,stage}" }',
      ['project-destination-denied high /spec/destination'],
    ],
    ['{ server: "https://kubernetes.default.svc", namespace: shop }', '{ name: in-cluster, namespace: shop }', []],
    ['{ name: prod, namespace: shop }', '{ server: "https://prod.example.test", namespace: shop }', []],
    [
      '{ name: prod, namespace: shop }',
      '{ server: "https://test.example.test", namespace: shop }',
      ['project-destination-denied high /spec/destination'],
    ],
    ['{ name: elsewhere, namespace: shop }', '{ server: "https://test.example.test", namespace: shop }', []],
    ['{ name: elsewhere, namespace: shop }', '{ name: prod, namespace: shop }', ['project-destination-denied high /spec/destination']],
  ])('destination %s against %s', (destination, allowed, expected) => {
    const restricted = project(`{ sourceRepos: ["*"], destinations: [${allowed}] }`);
    expect(rules(projectFindings(app(destination), restricted, { clusters: [prod] }))).toEqual(expected);
  });

  it('tells a project that is not there, and the default one', () => {
    expect(rules(projectFindings(app(), undefined))).toEqual(['project-missing medium /spec/project']);
    const { object, at } = app();
    const spec = typeof object['spec'] === 'object' ? { ...object['spec'], project: '' } : {};
    const bare = { at, object: { ...object, spec } };
    expect(rules(projectFindings(bare, undefined))).toEqual(['project-default low /spec/project']);
    expect(rules(projectFindings(bare, project('{}', 'default')))).toEqual([
      'project-default low /spec/project',
      'project-source-denied high /spec/source/repoURL',
      'project-destination-denied high /spec/destination',
    ]);
  });

  it('tells wrong fields of a project, all of them', () => {
    const findings = projectFindings(app(), project('{ sourceRepos: x, destinations: [{ server: 1 }] }'));
    expect(findings.map(({ message, location }) => [message, location?.file])).toEqual([
      ['AppProject argocd/shop: spec.sourceRepos must be a list, found "x"', 'projects/shop.yaml'],
      ['AppProject argocd/shop: spec.destinations[0].server must be text, found 1', 'projects/shop.yaml'],
    ]);
  });
});

describe('findProject', () => {
  const shop = project('{}');
  const other = project('{}', 'other');
  it('asks for the namespace of the Application first, then for the only one of the name', () => {
    const named = findProject(app(), {
      find: ({ namespace, name }) => (namespace === 'argocd' && name === 'shop' ? shop : undefined),
      all: () => [],
    });
    expect(named).toBe(shop);
    expect(findProject(app(), { find: () => undefined, all: () => [other, shop] })).toBe(shop);
    expect(findProject(app(), { find: () => undefined, all: () => [shop, shop] })).toBeUndefined();
    expect(findProject(app(), { find: () => undefined, all: () => [] })).toBeUndefined();
  });
});

describe('projectWildcards', () => {
  it.each([
    ['{ sourceRepos: [a], destinations: [{ server: "*", namespace: shop }] }', []],
    [`{ ${OPEN} }`, ['project-wildcard medium /spec/sourceRepos', 'project-wildcard medium /spec/destinations']],
    ['{ destinations: [{ name: prod, namespace: "*" }] }', ['project-wildcard low /spec/destinations']],
    ['{ clusterResourceWhitelist: [{ group: "*", kind: "*" }] }', ['project-wildcard medium /spec/clusterResourceWhitelist']],
    ['{ clusterResourceWhitelist: [{ group: "*", kind: "*", name: shop-a }] }', []],
  ])('%s', (spec, expected) => {
    expect(rules(projectWildcards(project(spec)))).toEqual(expected);
  });
});

// IsGroupKindNamePermitted in app_project_types.go, argo-cd v3.5.7
describe('projectResourceFindings', () => {
  const object = (apiVersion: string, kind: string, namespace?: string) =>
    sighted(
      `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: a${namespace === undefined ? '' : `, namespace: ${namespace}`} }\n`,
    ).object;
  const secret = object('v1', 'Secret', 'shop');
  const role = object('rbac.authorization.k8s.io/v1', 'ClusterRole');
  const widget = object('example.test/v1', 'Widget', 'shop');
  it.each([
    ['{}', ['a ClusterRole clusterResourceWhitelist']],
    ['{ clusterResourceWhitelist: [{ group: "*", kind: "*" }] }', []],
    [
      '{ clusterResourceWhitelist: [{ group: "*", kind: "*" }], clusterResourceBlacklist: [{ group: rbac.authorization.k8s.io, kind: ClusterRole }] }',
      ['a ClusterRole clusterResourceBlacklist'],
    ],
    [
      '{ clusterResourceWhitelist: [{ group: "*", kind: "*" }], namespaceResourceWhitelist: [] }',
      ['a Secret namespaceResourceWhitelist', 'a Widget namespaceResourceWhitelist'],
    ],
    [
      '{ clusterResourceWhitelist: [{ group: "*", kind: "*" }], namespaceResourceBlacklist: [{ group: "", kind: Secret }] }',
      ['a Secret namespaceResourceBlacklist'],
    ],
  ])('%s', (spec, expected) => {
    const findings = projectResourceFindings(app(), project(spec), { objects: [secret, role, widget], scopeOf });
    expect(findings.map(({ object: ref, detail }) => `${ref?.name} ${ref?.kind} ${detail}`)).toEqual(expected);
  });

  it('points at the object, else at the Application', () => {
    const at = () => ({ file: 'chart/templates/role.yaml', line: 3 });
    const [here] = projectResourceFindings(app(), project('{}'), { objects: [role], scopeOf, at });
    const [there] = projectResourceFindings(app(), project('{}'), { objects: [role], scopeOf });
    expect([here?.location?.file, there?.location?.file]).toEqual(['chart/templates/role.yaml', 'applications/web.yaml']);
    expect(here?.hint).toContain('Add kind ClusterRole of group rbac.authorization.k8s.io to clusterResourceWhitelist');
  });
});
