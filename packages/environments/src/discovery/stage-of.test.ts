// Are stages read by whole words, as the rule says?
import { expect, it } from 'vitest';
import { isStageWord, stageOf, stagesIn } from './stage-of.ts';

it.each([
  ['dev', 'dev'],
  ['development', 'dev'],
  ['test', 'test'],
  ['qa', 'test'],
  ['uat', 'test'],
  ['stg', 'test'],
  ['staging', 'test'],
  ['prod', 'prod'],
  ['production', 'prod'],
  ['prd', 'prod'],
  ['live', 'prod'],
  ['production-fwi', 'prod'],
  ['prod-eu-1', 'prod'],
  ['init-db-production', 'prod'],
  ['eu_prod', 'prod'],
  ['prod.example.com', 'prod'],
  ['PROD', 'prod'],
  ['prodEu', 'prod'],
  ['dev2', 'dev'],
  ['tests', undefined],
  ['testing', undefined],
  ['latest', undefined],
  ['product', undefined],
  ['preprod', undefined],
  ['livekit', undefined],
  ['developer', undefined],
  ['device', undefined],
  ['', undefined],
])('%s → %s', (name, stage) => {
  expect(stageOf(name)).toBe(stage);
});

it('of several stages takes the strictest and knows the others', () => {
  expect(stageOf('dev-to-prod')).toBe('prod');
  expect(stagesIn('dev-to-prod')).toEqual(['dev', 'prod']);
});

it('tells a bare stage from a name with one', () => {
  expect(['dev', 'prod2', 'dev-portal', 'prod-eu', 'x'].map(isStageWord)).toEqual([true, true, false, false, false]);
});
