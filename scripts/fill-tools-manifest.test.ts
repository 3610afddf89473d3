// Are checksums only taken over for the pinned version, and only with the proof that upstream offers?
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('fill-tools-manifest.mjs', import.meta.url));
const sha256 = { 'linux-amd64': 'a'.repeat(64) };
const manifest = {
  version: 1,
  tools: [
    { name: 'plain', version: '1.0.0', release: {} },
    { name: 'signed', version: '2.0.0', release: { signature: {} } },
    { name: 'built', version: '3.0.0' },
  ],
};
const lock = (changes: object = {}) => ({
  tools: {
    plain: { version: '1.0.0', proof: 'checksum-file', sha256 },
    signed: { version: '2.0.0', proof: 'signature', sha256 },
    ...changes,
  },
});

const fill = (input: object) => {
  const path = join(mkdtempSync(join(tmpdir(), 'fairway-fill-')), 'manifest.json');
  writeFileSync(path, JSON.stringify(manifest));
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT, path], { input: JSON.stringify(input), encoding: 'utf8' });
  return { status, stderr, tools: JSON.parse(readFileSync(path, 'utf8')).tools };
};

test('checksums are taken over, the rest stays', () => {
  expect(fill(lock())).toMatchObject({ status: 0, tools: [{ sha256 }, { sha256, version: '2.0.0' }, { name: 'built' }] });
});

test.each([
  ['another version', { plain: { version: '1.0.1', proof: 'checksum-file', sha256 } }, 'the lock file has plain 1.0.1, the manifest 1.0.0'],
  ['a program that is not locked', { plain: undefined }, 'the lock file has no plain'],
  [
    'a signature that was not verified',
    { signed: { version: '2.0.0', proof: 'checksum-file', sha256 } },
    'the signature of signed was not verified',
  ],
])('%s: nothing is written', (_name, changes, message) => {
  expect(fill(lock(changes))).toMatchObject({ status: 1, stderr: expect.stringContaining(message), tools: manifest.tools });
});
