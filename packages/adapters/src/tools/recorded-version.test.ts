// Is the version found that Go recorded in a program, and none invented where there is none?
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogueOf, pilot, says, temporary, writeProgram } from '../../test/tool-server.ts';
import { recordedVersion } from './recorded-version.ts';
import { resolveTool } from './resolve-tool.ts';

const PACKAGE = 'example.org/pilot/cmd/pilot';
const lines = (module: string, version: string, goPackage = PACKAGE): string =>
  `path\t${goPackage}\nmod\t${module}\t${version}\th1:abc=\ndep\texample.org/x\tv9.9.9\th1:def=\n`;

test.each([
  ['a program', lines('example.org/pilot', 'v1.2.3'), 'v1.2.3'],
  ['without a checksum', `path\t${PACKAGE}\nmod\texample.org/pilot\tv1.2.3\n`, 'v1.2.3'],
  ['split between two reads', 'x'.repeat(1024 * 1024 - 30) + lines('example.org/pilot', 'v1.2.3') + 'x'.repeat(5000), 'v1.2.3'],
  [
    'twice in the file',
    lines('example.org/pilot', 'v1.2.3') + 'x'.repeat(3 * 1024 * 1024) + lines('example.org/pilot', 'v1.2.3'),
    'v1.2.3',
  ],
  ['built from a work tree', lines('example.org/pilot', '(devel)'), undefined],
  ['another package', lines('example.org/pilot', 'v1.2.3', 'example.org/pilot/cmd/other'), undefined],
  ['cut off', `path\t${PACKAGE}\nmod\texample.org/pilot\tv1.2`, undefined],
  ['empty', '', undefined],
])('%s', async (_name, text, expected) => {
  await using place = await temporary();
  await writeFile(join(place.path, 'pilot'), text);
  expect(await recordedVersion(join(place.path, 'pilot'), PACKAGE)).toBe(expected);
});

test('a program that cannot say its version is taken by what Go recorded; one without a record is an error', async () => {
  await using place = await temporary();
  const real = await resolveTool('kustomize', { environment: process.env });
  const go = { directory: 'kustomize', package: 'sigs.k8s.io/kustomize/kustomize/v5' };
  const silent = pilot({ versionArgs: [], go, supported: '>=5.0.0 <6.0.0', version: real.version });
  const context = { environment: { PATH: '' }, cache: place.path, catalogue: catalogueOf(silent) };
  expect(await resolveTool('pilot', { ...context, given: { pilot: real.path } })).toMatchObject({ version: real.version, origin: 'flag' });
  const script = await writeProgram(join(place.path, 'own'), says('v5.8.1'));
  await expect(resolveTool('pilot', { ...context, given: { pilot: script } })).rejects.toMatchObject({
    code: 'tool-output',
    message: expect.stringContaining('does not say which version it is'),
  });
});
