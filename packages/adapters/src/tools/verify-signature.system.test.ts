// Does the real gpg tell a good signature from a bad one, and a pinned key from any other?
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporary } from '../../test/tool-server.ts';
import { runProgram } from '../programs/run-program.ts';
import { verifySignature } from './verify-signature.ts';

let place: Awaited<ReturnType<typeof temporary>>;
let [fingerprint, keys]: [string, Uint8Array] = ['', new Uint8Array()];
const content = Buffer.from(`${'a'.repeat(64)}  pilot.tar.gz\n`);

const gpg = (home: string, args: readonly string[]) =>
  runProgram('/usr/bin/gpg', ['--batch', '--no-tty', '--yes', '--pinentry-mode', 'loopback', '--passphrase', '', ...args], {
    cwd: place.path,
    environment: { PATH: '/usr/bin:/bin', GNUPGHOME: home, HOME: home },
  });

const makeKey = async (home: string, name: string): Promise<string> => {
  await gpg(home, ['--quick-generate-key', name, 'ed25519', 'sign', 'never']);
  const { stdout } = await gpg(home, ['--list-keys', '--with-colons', name]);
  return /^fpr:+([0-9A-F]{40}):/m.exec(stdout)?.[1] ?? '';
};

const sign = async (home: string, name: string, bytes: Uint8Array): Promise<Uint8Array> => {
  await writeFile(join(place.path, 'content'), bytes);
  await gpg(home, ['--armor', '--local-user', name, '--output', 'content.asc', '--detach-sign', 'content']);
  return readFile(join(place.path, 'content.asc'));
};

beforeAll(async () => {
  place = await temporary();
  fingerprint = await makeKey(place.path, 'release@example.org');
  await makeKey(place.path, 'other@example.org');
  await gpg(place.path, ['--armor', '--output', 'keys', '--export']);
  keys = await readFile(join(place.path, 'keys'));
});
afterAll(async () => {
  await runProgram('/usr/bin/gpgconf', ['--kill', 'all'], { environment: { PATH: '/usr/bin:/bin', GNUPGHOME: place.path } });
  await place[Symbol.asyncDispose]();
});

const verify = async (proof: Uint8Array, bytes: Uint8Array = content, published: Uint8Array = keys) =>
  verifySignature(
    {
      signature: { kind: 'pgp', url: 'https://x.example/s', keys: 'https://x.example/k', fingerprints: [fingerprint] },
      content: bytes,
      proof,
      keys: published,
    },
    { environment: { PATH: '/usr/bin:/bin', HOME: '/nonexistent' } },
  );

test('signed by the pinned key', async () => {
  expect(await verify(await sign(place.path, 'release@example.org', content))).toEqual({ verdict: 'good' });
});

test('signed by another published key: no proof, and it is named', async () => {
  expect(await verify(await sign(place.path, 'other@example.org', content))).toMatchObject({
    verdict: 'unknown',
    reason: expect.stringContaining('not one that this release'),
  });
});

test('signed by a key that is not published', async () => {
  const empty = Buffer.from('');
  expect(await verify(await sign(place.path, 'release@example.org', content), content, empty)).toMatchObject({ verdict: 'unknown' });
});

test('other bytes than those that were signed', async () => {
  const proof = await sign(place.path, 'release@example.org', content);
  await expect(verify(proof, Buffer.from(`${'b'.repeat(64)}  pilot.tar.gz\n`))).rejects.toMatchObject({
    code: 'tool-untrusted',
    message: expect.stringContaining('over other bytes'),
  });
});

test('a page instead of a signature', async () => {
  await expect(verify(Buffer.from('<html>sign in</html>'))).rejects.toMatchObject({
    code: 'tool-untrusted',
    message: expect.stringContaining('not one signature'),
  });
});
