// Can a head bring in a program that neither its base nor the toolkit knows?
import type { LockedTool, ToolsLock } from '@fairway/contracts';
import { describe, expect, test } from 'vitest';
import { pilot } from '../../test/tool-server.ts';
import { judgingPinFor, pinFor } from './pins.ts';

const sum = (digit: string) => digit.repeat(64);
const entry = (version: string, digit: string): LockedTool => ({ version, sha256: { 'linux-amd64': sum(digit) }, proof: 'signature' });
const lock = (tool: LockedTool | undefined): ToolsLock => ({ version: 1, tools: tool ? { pilot: tool } : {} });
const spec = pilot({ version: '1.2.3', sha256: { 'linux-amd64': sum('f') } });

describe('without a base', () => {
  test('the lock comes before the manifest', () => {
    expect(pinFor(spec, { head: lock(entry('1.5.0', 'a')) })).toMatchObject({
      version: '1.5.0',
      source: 'lock',
      sha256: { 'linux-amd64': sum('a') },
    });
  });
  test('without a lock entry the manifest holds', () => {
    expect(pinFor(spec)).toMatchObject({ version: '1.2.3', source: 'manifest', proof: 'manifest' });
    expect(pinFor(pilot(), { head: lock(undefined) })).toMatchObject({ source: 'manifest', proof: undefined, sha256: {} });
  });
});

describe('with a base', () => {
  const cases: [
    string,
    LockedTool | undefined,
    LockedTool | null | undefined,
    { version: string; digit: string; source: string; said: boolean },
  ][] = [
    ['the same on both sides', entry('1.5.0', 'a'), entry('1.5.0', 'a'), { version: '1.5.0', digit: 'a', source: 'lock', said: false }],
    ['an unknown version', entry('1.9.0', 'e'), entry('1.5.0', 'a'), { version: '1.5.0', digit: 'a', source: 'base lock', said: true }],
    ['an unknown version, base without lock', entry('1.9.0', 'e'), null, { version: '1.2.3', digit: 'f', source: 'manifest', said: true }],
    [
      'the version of the manifest',
      entry('1.2.3', 'f'),
      entry('1.5.0', 'a'),
      { version: '1.2.3', digit: 'f', source: 'manifest', said: false },
    ],
    [
      'the version of the manifest, other checksums',
      entry('1.2.3', 'e'),
      null,
      { version: '1.2.3', digit: 'f', source: 'manifest', said: true },
    ],
    [
      'other checksums for the same version',
      entry('1.5.0', 'e'),
      entry('1.5.0', 'a'),
      { version: '1.5.0', digit: 'a', source: 'base lock', said: true },
    ],
    [
      'other checksums for the version of base and manifest',
      entry('1.2.3', 'e'),
      entry('1.2.3', 'a'),
      { version: '1.2.3', digit: 'a', source: 'base lock', said: true },
    ],
    ['the entry removed', undefined, entry('1.5.0', 'a'), { version: '1.2.3', digit: 'f', source: 'manifest', said: false }],
    ['no entry anywhere', undefined, undefined, { version: '1.2.3', digit: 'f', source: 'manifest', said: false }],
  ];
  test.each(cases)('%s', (_name, head, base, expected) => {
    const pin = pinFor(spec, { head: lock(head), base: base === null ? null : lock(base) });
    expect({ version: pin.version, digit: pin.sha256['linux-amd64']?.[0], source: pin.source, said: pin.note !== undefined }).toEqual(
      expected,
    );
  });
  test('what was not followed is named with both versions', () => {
    const { note } = pinFor(spec, { head: lock(entry('1.9.0', 'e')), base: lock(entry('1.5.0', 'a')) });
    expect(note).toContain('1.9.0');
    expect(note).toContain('rendered with 1.5.0');
  });
});

describe('programs that judge', () => {
  test('come from the base', () => {
    const locks = { head: lock(entry('1.2.3', 'f')), base: lock(entry('1.5.0', 'a')) };
    expect(judgingPinFor(spec, locks)).toMatchObject({ version: '1.5.0' });
    expect(judgingPinFor(spec, { ...locks, base: null })).toMatchObject({ version: '1.2.3', source: 'manifest' });
    expect(judgingPinFor(spec, { head: lock(entry('1.5.0', 'a')) })).toMatchObject({ version: '1.5.0', source: 'lock' });
  });
});
