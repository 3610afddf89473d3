import { describe, expect, it } from 'vitest';
import { parseManifests } from './parse-manifests.ts';

const data = (lines: string, reader?: 'kustomize') =>
  parseManifests(`apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n${lines}`, reader === undefined ? {} : { reader })
    .objects[0]?.data;

describe('output that passes kustomize', () => {
  it.each([
    ['words of YAML 1.1 are text', '  a: yes\n  b: OFF\n  on: n\n', { a: 'yes', b: 'OFF', on: 'n' }],
    ['true and false are not', '  a: true\n  b: False\n', { a: true, b: false }],
    [
      'a date is a time',
      '  a: 2026-01-02\n  b: "2026-01-02"\n  c: 2026-01-02T03:04:05Z\n  d: 2026-13-45\n',
      { a: '2026-01-02T00:00:00Z', b: '2026-01-02', c: '2026-01-02T03:04:05Z', d: '2026-13-45' },
    ],
    ['numbers and texts are what they were', '  a: 1\n  b: "yes"\n  c: |\n    x: yes\n', { a: 1, b: 'yes', c: 'x: yes\n' }],
  ])('%s', (_, lines, expected) => expect(data(lines, 'kustomize')).toEqual(expected));
});

it('is read by the rules of Kubernetes elsewhere', () => expect(data('  a: yes\n  b: 2026-01-02\n')).toEqual({ a: true, b: '2026-01-02' }));
