import { memoryTree } from '@fairway/testkit';
import { expect, it } from 'vitest';
import { discover } from './discover.ts';

const kustomization = (name: string): string =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\nspec: { path: ./apps }\n`;
const environments = async (files: Record<string, string>) => {
  const found = await discover(memoryTree(files));
  return { names: found.environments.map(({ name }) => name), of: found.reconcilers.map(({ at, env }) => `${at.file} ${env}`) };
};

it('takes a directory of a cluster for an environment where it holds reconciler objects', async () => {
  expect(
    await environments({
      'clusters/alpha/apps.yaml': kustomization('apps'),
      'clusters/beta/flux-system/sync.yaml': kustomization('flux-system'),
    }),
  ).toEqual({
    names: ['alpha', 'beta'],
    of: ['clusters/alpha/apps.yaml alpha', 'clusters/beta/flux-system/sync.yaml beta'],
  });
});

it('leaves names alone that say a stage, a base, or hold no such object', async () => {
  const files = {
    'clusters/prod/apps.yaml': kustomization('apps'),
    'clusters/base/apps.yaml': kustomization('apps'),
    'clusters/idle/ns.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n',
  };
  expect((await environments(files)).names).toEqual(['prod', 'none']);
});

it('believes fairway.yaml alone where it names environments', async () => {
  const files = {
    'fairway.yaml': 'version: 1\nenvironments: { main: { stage: prod } }\n',
    'clusters/alpha/apps.yaml': kustomization('apps'),
  };
  expect((await environments(files)).names).toEqual(['main', 'none']);
});
