// Does kustomize get what Argo CD gives to it (Build in util/kustomize/kustomize.go, argo-cd v3.5.7)?
import { readYaml } from '@fairway/manifests';
import { describe, expect, it } from 'vitest';
import { application, argoWorld, findingsOf, partsOf, problemsOf } from '../../test/argo-world.ts';
import { expandApplication } from './application.ts';

const files: Readonly<Record<string, string>> = {
  'overlay/kustomization.yaml': 'resources: [a.yaml]\ncommonAnnotations: { team: shop }\n',
  'twice/kustomization.yaml': '',
  'twice/Kustomization': '',
  'list/kustomization.yml': '- a\n',
  'broken/kustomization.yaml': 'a: [1\n',
  'none/a.yaml': '',
  'components/debug/kustomization.yaml': 'kind: Component\n',
};
const world = argoWorld({ files });
const kustomize = (options: string, path = 'overlay') =>
  expandApplication(application(`  source: { repoURL: SELF, path: ${path}, kustomize: ${options} }`), world);
const BASE = {
  apiVersion: 'kustomize.config.k8s.io/v1beta1',
  kind: 'Kustomization',
  resources: ['a.yaml'],
  commonAnnotations: { team: 'shop' },
};
const rewritten = async (options: string) =>
  readYaml(String(partsOf(await kustomize(options))[0]?.files.get('overlay/kustomization.yaml'))).values[0];

describe('a kustomization', () => {
  it.each([
    '{}',
    '{ version: v5.0.0 }',
    '{ kubeVersion: 1.30.0, apiVersions: [a/v1] }',
    '{ forceCommonLabels: true }',
    '{ ignoreMissingComponents: true }',
  ])('stays as it is with %s', async (options) => {
    expect(partsOf(await kustomize(options))[0]).toMatchObject({ renderer: { kind: 'kustomize', path: 'overlay' }, files: new Map() });
  });

  it.each([
    ['{ namePrefix: a-, nameSuffix: -z, namespace: ns }', { namePrefix: 'a-', nameSuffix: '-z', namespace: 'ns' }],
    ['{ images: ["web:$ARGOCD_APP_NAME"] }', { images: [{ name: 'web', newTag: 'web' }] }],
    ['{ replicas: [{ name: web, count: "3" }] }', { replicas: [{ name: 'web', count: 3 }] }],
    ['{ commonLabels: { a: $ARGOCD_APP_NAME } }', { commonLabels: { a: 'web' } }],
    ['{ commonAnnotations: { a: $ARGOCD_APP_NAME } }', { commonAnnotations: { team: 'shop', a: '$ARGOCD_APP_NAME' } }],
    [
      '{ commonAnnotations: { team: $ARGOCD_APP_NAME }, commonAnnotationsEnvsubst: true, forceCommonAnnotations: true }',
      { commonAnnotations: { team: 'web' } },
    ],
    ['{ labelWithoutSelector: true, commonLabels: { a: b } }', { labels: [{ pairs: { a: 'b' } }] }],
    ['{ patches: [{ path: p.yaml, extra: 1 }] }', { patches: [{ path: 'p.yaml' }] }],
    ['{ components: [../components/debug] }', { components: ['../components/debug'] }],
    ['{ components: [../components/debug, ../gone, ../../out], ignoreMissingComponents: true }', { components: ['../components/debug'] }],
    ['{ components: ["https://git.example.test/c?ref=v1"] }', { components: ['https://git.example.test/c?ref=v1'] }],
  ])('is rewritten for %s', async (options, expected) => {
    expect(await rewritten(options)).toEqual({ ...BASE, ...expected });
  });

  it.each([
    ['{ commonAnnotations: { team: b } }', 'annotation team is in the kustomization already'],
    ['{ commonLabels: { a: b }, labelIncludeTemplates: true }', 'labelIncludeTemplates needs labelWithoutSelector'],
    ['{ images: [plain] }', 'image plain has neither a new name nor a tag nor a digest'],
    ['{ replicas: [{ name: web, count: many }] }', 'replicas of web must be a whole number, found many'],
    ['{ components: [../gone] }', 'components: ../gone does not exist'],
    ['{ components: [../../out] }', 'components: ../../out points outside the repository'],
    ['{ commonLabels: { a: 1 } }', 'commonLabels.a must be text'],
  ])('fails for %s', async (options, message) => {
    expect(problemsOf(await kustomize(options))).toEqual([expect.stringContaining(message)]);
  });

  it.each([
    ['twice', 'has both twice/kustomization.yaml and twice/Kustomization'],
    ['none', 'none has no kustomization'],
    ['list', 'list/kustomization.yml must be a mapping'],
    ['broken', 'broken/kustomization.yaml is no YAML'],
  ])('in %s cannot be rewritten', async (path, message) => {
    expect(problemsOf(await kustomize('{ namePrefix: a- }', path))).toEqual([expect.stringContaining(message)]);
  });

  it('is rendered by another version than asked for, which is told', async () => {
    expect(findingsOf(await kustomize('{ version: v5.0.0, kubeVersion: 1.30.0, apiVersions: [a/v1] }'))).toHaveLength(3);
  });
});
