// How do templates and patches go together?
import { describe, expect, it } from 'vitest';
import { fillTemplate, strategicMerge } from './template-merge.ts';

describe('fillTemplate', () => {
  it.each([
    [{ a: 1 }, { a: 2, b: 3 }, { a: 1, b: 3 }],
    [{ a: '' }, { a: 'x' }, { a: 'x' }],
    [{ a: { b: 1 } }, { a: { c: 2 } }, { a: { b: 1, c: 2 } }],
    [{ a: [1] }, { a: [2, 3] }, { a: [1] }],
    [{ a: [] }, { a: [2] }, { a: [2] }],
    [{ a: false }, { a: true }, { a: true }],
    [{ valuesObject: { a: 1 } }, { valuesObject: { b: 2 } }, { valuesObject: { a: 1 } }],
  ])('%j over %j is %j', (own, base, expected) => {
    expect(fillTemplate(own, base)).toEqual(expected);
  });
});

describe('strategicMerge', () => {
  it.each([
    [{ a: 1, b: 2 }, { b: null }, { a: 1 }],
    [{ a: [1, 2] }, { a: [3] }, { a: [3] }],
    // mergeSortedSlice of the strategic merge patch in k8s.io/apimachinery
    [{ metadata: { finalizers: ['a'] } }, { metadata: { finalizers: ['b', 'a'] } }, { metadata: { finalizers: ['b', 'a'] } }],
    [{ metadata: { finalizers: ['a'] } }, { metadata: { finalizers: ['b'] } }, { metadata: { finalizers: ['b', 'a'] } }],
    [{ metadata: { finalizers: ['a', 'b'] } }, { metadata: { finalizers: ['c', 'b'] } }, { metadata: { finalizers: ['c', 'a', 'b'] } }],
    [{ spec: { a: 1, b: 2 } }, { spec: { $patch: 'replace', c: 3 } }, { spec: { c: 3 } }],
    [{ spec: { a: 1 } }, { spec: { $patch: 'delete' } }, { spec: {} }],
    [{}, { a: { b: { c: 1 } } }, { a: { b: { c: 1 } } }],
    [{ a: 'x' }, { a: { b: 1 } }, { a: { b: 1 } }],
  ])('%j with %j is %j', (before, patch, expected) => {
    expect(strategicMerge(before, patch)).toEqual(expected);
  });
});
