// Are versions of charts read and marked as Flux does it?
import { expect, it } from 'vitest';
import { markedVersion, sameVersion } from './helm-chart-version.ts';

it.each<[string, string | undefined]>([
  ['1.2.3', '1.2.3+abc'],
  ['v1.2', '1.2.0+abc'],
  ['1', '1.0.0+abc'],
  ['1.2.3-rc.1', '1.2.3-rc.1+abc'],
  ['1.2.3-rc.1+old', '1.2.3-rc.1+abc'],
  ['one', undefined],
  ['1.2.3.4', undefined],
  ['', undefined],
])('%s', (version, expected) => expect(markedVersion(version, 'abc')).toBe(expected));

it.each<[string, string, boolean]>([
  ['1.2.3', '1.2.3', true],
  ['1.2', '1.2.0', true],
  ['v1.2.3', '1.2.3', true],
  ['1.2.3_build', '1.2.3+other', true],
  ['1.2.4', '1.2.3', false],
  ['1.2.3', '1.2.3-rc.1', false],
  ['latest', '1.2.3', true],
])('tag %s of version %s', (tag, version, expected) => expect(sameVersion(tag, version)).toBe(expected));
