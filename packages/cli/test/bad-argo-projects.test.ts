// What is told of an AppProject that allows too much or too little, and of an ApplicationSet that finds thousands of directories?
import { temporaryRepository } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { application, argoRepository, configMap, type Files, rendered, told } from './reconciler-repositories.ts';
import { reportOf } from './run-cli.ts';

const AT = 'clusters/dev/bad.yaml:1';
const SET = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: bad, namespace: argocd }
spec:
  goTemplate: true
  generators: [{ git: { repoURL: "https://git.example/fleet", directories: [{ path: "many/*" }] } }]
  template:
    metadata: { name: "{{.path.basename}}" }
    spec:
      project: default
      destination: { server: "https://kubernetes.default.svc", namespace: apps }
      source: { repoURL: "https://git.example/fleet", path: "{{.path.path}}" }
`;

describe('an AppProject', () => {
  const inProject = (spec: string): Files =>
    argoRepository({
      'clusters/dev/project.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: { name: shop, namespace: argocd }\nspec: ${spec}\n`,
      'clusters/dev/x.yaml': application('x', 'path: apps/x', { project: 'shop' }),
      'apps/x/settings.yaml': configMap('x'),
    });
  it.each<[string, string, number, readonly string[]]>([
    [
      'that allows all',
      '{ sourceRepos: ["*"], destinations: [{ server: "*", namespace: "*" }], clusterResourceWhitelist: [{ group: "*", kind: "*" }] }',
      0,
      [
        'x project-wildcard clusters/dev/project.yaml:1 AppProject argocd/shop allows sources from any repository',
        'allows any namespace of any cluster as destination',
        'allows cluster-scoped objects of any kind',
      ],
    ],
    [
      'that denies source, destination and object',
      '{ sourceRepos: ["https://git.example/other"], destinations: [{ server: "*", namespace: other }], namespaceResourceBlacklist: [{ group: "", kind: ConfigMap }] }',
      0,
      [
        'x project-source-denied clusters/dev/x.yaml:1 Application argocd/x: AppProject shop does not allow the source https://git.example/fleet',
        'x project-destination-denied clusters/dev/x.yaml:1',
        'x project-resource-denied clusters/dev/x.yaml:1 ConfigMap apps/x',
      ],
    ],
  ])('%s', async (_, spec, code, messages) => {
    using repository = temporaryRepository(inProject(spec));
    const report = await rendered(repository);
    for (const message of messages) expect(told(report)).toContain(message);
    expect(report).toMatchObject({ code, errors: [] });
  });
});

describe('a generator of many directories', () => {
  const many = (count: number): Files => ({
    ...argoRepository({ 'clusters/dev/bad.yaml': SET }),
    ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`many/d${index}/settings.yaml`, configMap(`d${index}`)])),
  });

  it('5,001 are all rendered', async () => {
    using repository = temporaryRepository(many(5001));
    const report = await reportOf(repository.directory, ['--no-verify-determinism']);
    expect(report).toMatchObject({ code: 0, verdict: 'pass' });
    expect(report.apps).toHaveLength(5003);
  }, 240_000);

  it('20,001 are refused', async () => {
    using repository = temporaryRepository(many(20_001));
    const report = await rendered(repository);
    expect(report.code).toBe(3);
    expect(told(report)).toMatch(
      new RegExp(
        `^dev/bad file-unreadable ${AT} ApplicationSet argocd/bad: it makes more than 20,000 Applications, 20001 of them from .* \\| Narrow`,
        'm',
      ),
    );
  }, 120_000);
});
