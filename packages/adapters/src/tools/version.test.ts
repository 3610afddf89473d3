// Are the versions that real programs print understood, and is the supported range kept?
import { expect, test } from 'vitest';
import { pilot } from '../../test/tool-server.ts';
import { isSupported, parseVersion, requireSupported } from './version.ts';

test.each([
  ['v5.8.1\n', '5.8.1'],
  ['5.8.1', '5.8.1'],
  ['v4.2', '4.2'],
  ['v3.21.4+g1234567', '3.21.4'],
  ['v4.0.0-rc.1+gabc', '4.0.0-rc.1'],
  ['{Version:kustomize/v4.5.7 GitCommit:56d82a8378dfc8dc3b3b1085e5a6e67b82966bd7 BuildDate:2022-08-02}', '4.5.7'],
  ['version.BuildInfo{Version:"v3.21.4", GitCommit:"", GoVersion:"go1.26.8"}', '3.21.4'],
  ['git version 2.39.5', '2.39.5'],
  ['gpg (GnuPG) 2.2.40\nlibgcrypt 1.10.1', '2.2.40'],
])('%s is %s', (output, version) => {
  expect(parseVersion(output)).toBe(version);
});

test.each(['', '(devel)', 'unknown', 'v', 'go1.26.8', '12', '\u0000\u0001', `${'x'.repeat(5000)} v1.2.3`])('%j is no version', (output) => {
  expect(parseVersion(output)).toBeUndefined();
});

test.each([
  ['4.2.4', '>=4.0.0 <5.0.0', true],
  ['4.2', '>=4.0.0 <5.0.0', true],
  ['4.2', '>=4.2.4 <5.0.0', true],
  ['4.1', '>=4.2.4 <5.0.0', false],
  ['3.21.4', '>=4.0.0 <5.0.0', false],
  ['5.0.0', '>=4.0.0 <5.0.0', false],
  ['4.0.0-rc.1', '>=4.0.0 <5.0.0', false],
  ['5.0.0-rc.1', '>=4.0.0 <5.0.0', false],
])('%s in %s: %s', (version, range, expected) => {
  expect(isSupported(version, range)).toBe(expected);
});

test('the error names the version found and the versions supported', () => {
  const check = () => requireSupported(pilot(), '2.1.0', { path: '/opt/pilot', hint: 'give another' });
  expect(check).toThrow('/opt/pilot is pilot 2.1.0, but the supported range is >=1.2.0 <2.0.0');
  expect(check).toThrow(expect.objectContaining({ code: 'tool-version', hint: 'give another' }));
});
