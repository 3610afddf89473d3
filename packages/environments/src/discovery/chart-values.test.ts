// Is a values file given to the right environment, and to none when it names none?
import { expect, it } from 'vitest';
import { valuesFile } from './chart-values.ts';

const env = (path: string, ...declared: string[]) => {
  const found = valuesFile(path, new Set(declared));
  return found.kind === 'environment' ? found.env : found.kind;
};

it.each([
  ['values-dev.yaml', 'dev'],
  ['values.prod.yaml', 'prod'],
  ['values_staging.yml', 'staging'],
  ['values-prod-eu-1.yaml', 'prod-eu-1'],
  ['dev.values.yaml', 'dev'],
  ['dev-values.yaml', 'dev'],
  ['values/dev.yaml', 'dev'],
  ['values/values-dev.yaml', 'dev'],
  ['envs/dev.yaml', 'dev'],
  ['envs/sandbox.yaml', 'sandbox'],
  ['environments/dev/values.yaml', 'dev'],
  ['dev/values.yaml', 'dev'],
  ['values-eu.yaml', 'other'],
  ['values/common.yaml', 'other'],
  ['values-dev-secrets.yaml', 'other'],
  ['values-prod.enc.yaml', 'other'],
  ['values.yaml', 'none'],
  ['Chart.yaml', 'none'],
  ['dev.yaml', 'none'],
  ['templates/dev.values.yaml', 'none'],
  ['ci/test-values.yaml', 'none'],
  ['charts/sub/values-dev.yaml', 'none'],
  ['a/b/c/values-dev.yaml', 'none'],
])('%s → %s', (path, expected) => {
  expect(env(path)).toBe(expected);
});

it('a declared name needs no word of a stage', () => {
  expect(env('values-eu.yaml', 'eu')).toBe('eu');
});
