// What is told of an AppProject that allows too much or too little?
import { temporaryRepository } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { application, argoRepository, configMap, type Files, rendered, told } from './reconciler-repositories.ts';

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
