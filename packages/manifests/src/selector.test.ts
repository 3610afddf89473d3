// Do selectors choose what Kubernetes lets them choose?
import { describe, expect, it } from 'vitest';
import { objectOf } from '../test/objects.ts';
import { valueAt } from './json-pointer.ts';
import { matchesLabels, matchesSelector, selectorPointers } from './selector.ts';

const labels = { app: 'web', tier: 'front' };
const expression = (operator: string, key: string, ...values: string[]) => ({ matchExpressions: [{ key, operator, values }] });

describe('matchesSelector', () => {
  it.each([
    [{}, true],
    [undefined, false],
    [null, false],
    [{ matchLabels: { app: 'web' } }, true],
    [{ matchLabels: { app: 'web', tier: 'back' } }, false],
    [{ matchLabels: { constructor: 'x' } }, false],
    [{ matchLabels: null, matchExpressions: null }, true],
    [expression('In', 'app', 'web', 'x'), true],
    [expression('In', 'app', 'x'), false],
    [expression('In', 'none', 'x'), false],
    [expression('NotIn', 'app', 'x'), true],
    [expression('NotIn', 'app', 'web'), false],
    [expression('NotIn', 'none', 'x'), true],
    [expression('Exists', 'app'), true],
    [expression('Exists', 'none'), false],
    [expression('DoesNotExist', 'none'), true],
    [expression('DoesNotExist', 'app'), false],
    [expression('Like', 'app', 'web'), false],
    [{ matchLabels: { app: 'web' }, ...expression('Exists', 'none') }, false],
    [{ matchLabels: ['app'] }, false],
  ])('%j: %s', (selector, expected) => {
    expect(matchesSelector(selector, labels)).toBe(expected);
  });

  it('plain maps choose by every entry', () => {
    expect(matchesLabels({ app: 'web' }, labels)).toBe(true);
    expect(matchesLabels({ app: 'x' }, labels)).toBe(false);
    expect(matchesLabels(undefined, labels)).toBe(false);
  });
});

describe('selectorPointers', () => {
  it('finds subject and peers of a NetworkPolicy', () => {
    const policy = objectOf(`apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: a}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress: [{from: [{podSelector: {}}, {ipBlock: {cidr: 10.0.0.0/8}}]}, {}]
  egress: [{to: [{namespaceSelector: {matchLabels: {x: z}}, podSelector: {matchLabels: {k: v}}}]}]
`);
    const uses = selectorPointers(policy);
    expect(uses.map(({ pointer, role, selects }) => `${pointer} ${role} ${selects}`)).toEqual([
      '/spec/podSelector subject pods',
      '/spec/ingress/0/from/0/podSelector peer pods',
      '/spec/egress/0/to/0/podSelector peer pods',
      '/spec/egress/0/to/0/namespaceSelector peer namespaces',
    ]);
    for (const use of uses) expect(valueAt(policy, use.pointer)).toBe(use.selector);
  });

  it('finds those of Services, workloads and budgets, and none elsewhere', () => {
    const service = objectOf('{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {selector: {app: web}}}');
    expect(selectorPointers(service)).toMatchObject([{ pointer: '/spec/selector', form: 'labels' }]);
    const budget = objectOf('{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: a}, spec: {selector: {}}}');
    expect(selectorPointers(budget)).toMatchObject([{ form: 'selector' }]);
    expect(selectorPointers(objectOf('{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {}}'))).toEqual([]);
    expect(selectorPointers(objectOf('{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, spec: {selector: {}}}'))).toEqual([]);
  });
});
