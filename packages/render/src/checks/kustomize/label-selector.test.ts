import { expect, it } from 'vitest';
import { labelSelector } from './label-selector.ts';

const LABELS = { app: 'web', tier: 'front', 'app.kubernetes.io/name': 'shop' };

it.each([
  ['', true],
  ['app=web', true],
  ['app==web', true],
  ['app = web , tier=front', true],
  ['app=web,tier=back', false],
  ['app!=web', false],
  ['owner!=me', true],
  ['tier in (front, back)', true],
  ['tier in (back)', false],
  ['tier notin (back)', true],
  ['owner notin (me)', true],
  ['app', true],
  ['!app', false],
  ['!owner', true],
  ['app.kubernetes.io/name=shop,tier in (front)', true],
])('%s selects: %s', (selector, selected) => expect(labelSelector(selector)?.(LABELS)).toBe(selected));

it.each(['a b c', 'app=(web)x=', 'in (a)(b)', '=x'])('does not pretend to understand %s', (selector) =>
  expect(labelSelector(selector)).toBeUndefined(),
);
