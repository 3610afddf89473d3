// What does a registry ask for, in the words that real ones use?
import { expect, test } from 'vitest';
import { parseChallenge } from './registry-auth.ts';

const read = (header: string | null) => {
  const challenge = parseChallenge(header);
  return challenge === undefined ? undefined : [challenge.scheme, Object.fromEntries(challenge.parameters)];
};

test.each([
  [
    'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/x:pull"',
    ['bearer', { realm: 'https://auth.docker.io/token', service: 'registry.docker.io', scope: 'repository:library/x:pull' }],
  ],
  ['bearer realm="https://a", scope="repository:x:pull,push"', ['bearer', { realm: 'https://a', scope: 'repository:x:pull,push' }]],
  ['Bearer realm=https://a,service=b', ['bearer', { realm: 'https://a', service: 'b' }]],
  ['Basic realm="x", Bearer realm="https://a"', ['bearer', { realm: 'https://a' }]],
  ['Basic realm="Registry Realm"', ['basic', {}]],
  ['BASIC', ['basic', {}]],
  ['Bearer ', ['bearer', {}]],
  ['Negotiate', undefined],
  ['Basically realm="x"', undefined],
  ['', undefined],
  [null, undefined],
  [`Bearer realm="${'x'.repeat(5000)}"`, undefined],
])('%s', (header, expected) => {
  expect(read(header)).toEqual(expected);
});

test('a header made to take long does not', () => {
  const started = performance.now();
  for (const part of ['a=', 'a="', '",', ', basic', 'bearer ', '='])
    parseChallenge(`Bearer ${part.repeat(Math.floor(4000 / part.length))}`);
  expect(performance.now() - started).toBeLessThan(500);
});
