// Is a failure of the real kustomize told with the file, line and column that a person must edit?
import { FairwayError } from '@fairway/contracts';
import { expect, it } from 'vitest';
import { contextOf, type Files, nodesFrom, real } from '../../test/check-context.ts';
import { locateFailure } from './locate-failure.ts';

const MAP = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
const FILES: Files = {
  'app/kustomization.yaml': 'namespace: shop\nresources:\n- ../base\n- own.yaml\n',
  'app/own.yaml': MAP('own'),
  'base/kustomization.yaml': 'resources:\n- web.yaml\n- more.yaml\n',
  'base/web.yaml': MAP('web'),
  'base/more.yaml': MAP('more'),
};

/** What is told of files that kustomize refuses. */
const located = (files: Files) => {
  using disk = real(files);
  const { exitCode, stderr } = disk.kustomize('app');
  if (exitCode === 0) throw new Error('kustomize builds these files');
  return locateFailure(new FairwayError('tool-failed', stderr), contextOf(files, ''));
};
const BASE = 'base/kustomization.yaml';

it.each<readonly [string, Files, string]>([
  ['a bad indentation in a base', { 'base/web.yaml': `${MAP('web')}   bad: y\n` }, 'base/web.yaml:5:7'],
  ['a tab in a second document', { 'base/web.yaml': `${MAP('web')}---\n${MAP('two')}\tbad: y\n` }, 'base/web.yaml:10:1'],
  ['a patch that is no YAML', { [BASE]: `${FILES[BASE]}patches: [{ path: p.yaml }]\n`, 'base/p.yaml': 'a: [\n' }, 'base/p.yaml:2:1'],
  ['a key that is there twice', { 'base/more.yaml': `${MAP('more')}data:\n  a: b\n  a: c\n` }, 'base/more.yaml:7:3'],
  ['an unknown field', { [BASE]: `${FILES[BASE]}namePrefx: a\n` }, `${BASE}:4:1`],
  ['an unknown field within another', { [BASE]: `${FILES[BASE]}images: [{ name: a, newTga: b }]\n` }, `${BASE}:4:21`],
  ['a list for a text', { [BASE]: `${FILES[BASE]}namespace: [a]\n` }, `${BASE}:4:1`],
  ['a text for a list', { [BASE]: 'resources: web.yaml\n' }, `${BASE}:1:1`],
  ['a mapping for a text in a list', { [BASE]: 'resources:\n- web.yaml\n- { more: yaml }\n' }, `${BASE}:1:1`],
  ['no object in a resource', { 'base/web.yaml': 'a: b\n' }, `${BASE}:2:3`],
  ['an object that is there already', { 'base/more.yaml': MAP('web') }, `${BASE}:3:3`],
])('%s', (_, change, place) => {
  const { at } = located({ ...FILES, ...change });
  expect(`${at?.file}:${at?.line}:${at?.column}`).toBe(place);
});

it('tells broken YAML in words that count lines from the start of the file', () => {
  expect(located({ ...FILES, 'base/web.yaml': `${MAP('web')}---\n${MAP('two')}\tbad: y\n` })).toMatchObject({
    message: 'base/web.yaml is no YAML: a tab is used for indentation; YAML allows spaces only',
    hint: 'Correct the YAML at this place.',
  });
});

it('says nothing where two places could be meant, or none', () => {
  const files = {
    ...FILES,
    'app/kustomization.yaml': `${FILES['app/kustomization.yaml']}namePrefx: a\n`,
    [BASE]: `${FILES[BASE]}namePrefx: a\n`,
  };
  expect(nodesFrom(files, 'app')).toHaveLength(2);
  expect(located(files).at).toBeUndefined();
  const other = new FairwayError('tool-failed', 'kustomize was killed');
  expect(locateFailure(other, contextOf(FILES, ''))).toBe(other);
});

it('leaves what has a place, and what is no failure of a program, as it is', () => {
  const files = { ...FILES, 'base/web.yaml': 'a: [\n' };
  const placed = new FairwayError('tool-failed', 'web.yaml', { at: { file: 'x' } });
  const slow = new FairwayError('tool-timeout', 'web.yaml');
  for (const error of [placed, slow]) expect(locateFailure(error, contextOf(files, ''))).toBe(error);
});
