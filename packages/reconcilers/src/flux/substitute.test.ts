// What is said when variables cannot be replaced in an object?
import type { ManifestObject } from '@fairway/manifests';
import { expect, it } from 'vitest';
import { substituteObjects } from './substitute.ts';

const object = (data: Readonly<Record<string, unknown>>, name = 'x'): ManifestObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'shop' },
  data,
});

it.each([
  [
    'no value, strict',
    object({ a: '${NOPE}' }),
    'ConfigMap shop/x: the variable NOPE has no value and no default',
    'set NOPE in postBuild',
  ],
  ['no expression', object({ a: 'echo ${HOME/x}' }), 'ConfigMap shop/x: `${HOME/x}` cannot be read', 'substitute: disabled'],
  ['no YAML', object({ a: '${quote}', b: '"x' }), 'ConfigMap shop/x: it is no object once variables are replaced', 'quote'],
  [
    'no text for a name',
    object({}, '${number}'),
    'ConfigMap shop/${number}: it is no object once variables are replaced: ConfigMap: metadata.name must be text, found the number 5; quote it',
    'quote',
  ],
])('%s', (_, one, message, hint) => {
  const result = substituteObjects([one], { quote: '"a" b', number: '5' }, { strict: true });
  expect(result).toMatchObject({ ok: false, message: expect.stringContaining(message), hint: expect.stringContaining(hint) });
});

it('refuses a name that Flux refuses', () => {
  expect(substituteObjects([object({})], { 'a.b': 'x' }, { strict: true })).toMatchObject({
    ok: false,
    message: 'a.b is no name for a variable',
  });
});

it('refuses two objects that become one', () => {
  const result = substituteObjects([object({}, 'a${X}'), object({}, 'ab')], { X: 'b' }, { strict: true });
  expect(result).toMatchObject({
    ok: false,
    message: 'ConfigMap shop/a${X}: with variables replaced it is ConfigMap shop/ab, which is there already',
  });
});

it('hands back what has no variables as it is', () => {
  const one = object({ a: '$HOME', b: 'cost: $5', n: 1 });
  const result = substituteObjects([one], { HOME: 'x' }, { strict: true });
  expect(result.ok && result.objects[0]).toBe(one);
});
