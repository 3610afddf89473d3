// Does `fairway tools lock` record what upstream publishes, with the proof that it really had?
import { join } from 'node:path';
import { Platform, type ToolSignature, type ToolsLock } from '@fairway/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { catalogueOf, pilot, type Route, send, startServer, temporary, writeProgram } from '../../test/tool-server.ts';
import type { ToolContext } from './context.ts';
import { formatToolsLock } from './lock-file.ts';
import { lockTools, parseLockRequest } from './lock-tools.ts';
import { judgeGpgStatus } from './verify-signature.ts';

let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  server = await startServer({});
});
afterAll(() => server.close());
beforeEach(() => {
  for (const path of Object.keys(server.routes)) delete server.routes[path];
});

const sums = () =>
  Platform.options.map((platform, index) => `${String(index).repeat(64)}  pilot_${platform.replace('-', '_')}.tar.gz\n`).join('');
const SUMS = '/releases.example/pilot/v1.2.3/checksums.txt';
const serve = (path: string, body: string): void => {
  server.routes[path] = send(body);
};

const base = pilot();
const signed = (signature: ToolSignature) => pilot({ ...(base.release ? { release: { ...base.release, signature } } : {}) });
const pgp: ToolSignature = {
  kind: 'pgp',
  url: 'https://releases.example/sig',
  keys: 'https://releases.example/keys',
  fingerprints: ['A'.repeat(40)],
};
const cosign: ToolSignature = {
  kind: 'cosign',
  url: 'https://releases.example/sig',
  identity: '^https://github.com/o/r/',
  issuer: 'https://token.example',
};

const notes: string[] = [];
const contextFor = (changes: Partial<ToolContext> = {}): ToolContext => {
  notes.length = 0;
  return {
    environment: { PATH: '/nonexistent' },
    mirror: server.url,
    catalogue: catalogueOf(base),
    onProgress: ({ message }) => notes.push(message),
    ...changes,
  };
};

test('every platform, told from one file, the same bytes each time', async () => {
  serve(SUMS, sums());
  const lock = await lockTools([], undefined, contextFor());
  expect(lock.tools['pilot']).toEqual({
    version: '1.2.3',
    proof: 'checksum-file',
    sha256: {
      'linux-amd64': '0'.repeat(64),
      'linux-arm64': '1'.repeat(64),
      'darwin-amd64': '2'.repeat(64),
      'darwin-arm64': '3'.repeat(64),
    },
  });
  expect(formatToolsLock(await lockTools([], lock, contextFor()))).toBe(formatToolsLock(lock));
  expect(formatToolsLock(lock)).not.toMatch(/http|127\.0\.0\.1|example/);
});

test('another version on request; entries of other tools stay', async () => {
  serve('/releases.example/pilot/v1.5.0/checksums.txt', sums());
  const current: ToolsLock = { version: 1, tools: { other: { version: '9.0.0', sha256: {}, proof: 'manifest' } } };
  const lock = await lockTools([parseLockRequest('pilot@v1.5.0')], current, contextFor());
  expect(Object.entries(lock.tools).map(([name, { version }]) => `${name} ${version}`)).toEqual(['other 9.0.0', 'pilot 1.5.0']);
});

test.each(['pilot@2.0.0', 'pilot@1.2', 'pilot@latest', 'pilot@../../x'])('%s is refused', async (request) => {
  await expect(lockTools([parseLockRequest(request)], undefined, contextFor())).rejects.toMatchObject({
    code: 'input-invalid',
    message: expect.stringContaining('the supported range is >=1.2.0 <2.0.0'),
  });
  await expect(lockTools([parseLockRequest('nobody')], undefined, contextFor())).rejects.toThrow('there is no program "nobody"');
});

describe('files per platform', () => {
  const perPlatform = pilot({
    ...(base.release
      ? { release: { ...base.release, checksums: { url: 'https://releases.example/{os}-{arch}.sha256', format: 'single' } } }
      : {}),
  });
  test('a platform that is not published is left out, and said', async () => {
    serve('/releases.example/linux-amd64.sha256', `${'a'.repeat(64)}\n`);
    const lock = await lockTools([], undefined, contextFor({ catalogue: catalogueOf(perPlatform) }));
    expect(lock.tools['pilot']?.sha256).toEqual({ 'linux-amd64': 'a'.repeat(64) });
    expect(notes).toContain('pilot 1.2.3 is not published for darwin-arm64');
  });
  test('none at all is an error', async () => {
    await expect(lockTools([], undefined, contextFor({ catalogue: catalogueOf(perPlatform) }))).rejects.toThrow('has no checksum file');
  });
});

describe('a server that lies or fails', () => {
  const cases: [string, Route, object][] = [
    ['a page instead of checksums', send('<html>sign in</html>'), { code: 'tool-untrusted' }],
    ['a checksum file without our asset', send(`${'a'.repeat(64)}  other.tar.gz\n`), { code: 'tool-untrusted' }],
    ['too large', send('x'.repeat(1024 * 1024 + 1)), { code: 'remote-failed', message: expect.stringContaining('larger than') }],
    ['an error', (_q, response) => response.writeHead(503).end(), { code: 'remote-failed', status: 503 }],
  ];
  test.each(cases)('%s', async (_name, route, error) => {
    server.routes[SUMS] = route;
    await expect(lockTools([], undefined, contextFor())).rejects.toMatchObject(error);
  });
});

describe('signatures', () => {
  test('none published, or no verifier: only a checksum file was read, and that is recorded and said', async () => {
    serve(SUMS, sums());
    const absent = await lockTools([], undefined, contextFor({ catalogue: catalogueOf(signed(pgp)) }));
    expect([absent.tools['pilot']?.proof, notes[0]]).toEqual(['checksum-file', 'pilot for linux-amd64: there is no signature']);
    serve('/releases.example/sig', 'signature');
    serve('/releases.example/keys', 'keys');
    const unread = await lockTools([], undefined, contextFor({ catalogue: catalogueOf(signed(pgp)) }));
    expect([unread.tools['pilot']?.proof, notes[0]]).toEqual([
      'checksum-file',
      'pilot for linux-amd64: the signature was not verified, gpg is not there to verify it',
    ]);
  });

  test('cosign: asked for identity and issuer; good is a proof, good for some platforms is none, bad ends everything', async () => {
    await using place = await temporary();
    serve(SUMS, sums());
    serve('/releases.example/sig', '{"bundle":true}');
    const answer = (code: number) =>
      writeProgram(
        join(place.path, 'cosign'),
        `#!/bin/sh\n[ "$(cat proof)" = '{"bundle":true}' ] && [ -s content ] || exit 9\n[ "$*" = 'verify-blob --bundle proof --certificate-identity-regexp ^https://github.com/o/r/ --certificate-oidc-issuer https://token.example content' ] || exit 8\nexit ${code}\n`,
      );
    const context = contextFor({ catalogue: catalogueOf(signed(cosign)), environment: { PATH: `${place.path}:/usr/bin:/bin` } });
    await answer(0);
    expect((await lockTools([], undefined, context)).tools['pilot']?.proof).toBe('signature');
    const some = { ...cosign, url: 'https://releases.example/{os}-{arch}.sig' };
    serve('/releases.example/linux-amd64.sig', '{"bundle":true}');
    const partly = await lockTools([], undefined, { ...context, catalogue: catalogueOf(signed(some)) });
    expect(partly.tools['pilot']?.proof).toBe('checksum-file');
    await answer(1);
    await expect(lockTools([], undefined, context)).rejects.toMatchObject({
      code: 'tool-untrusted',
      message: expect.stringContaining('ended with exit code 1'),
    });
  });

  const primary = 'A'.repeat(40);
  const validBy = (key: string): string => `[GNUPG:] VALIDSIG ${'B'.repeat(40)} 2026-01-01 1 0 4 0 1 10 00 ${key}`;
  const valid = validBy(primary);
  test.each([
    ['good', `[GNUPG:] NEWSIG\n[GNUPG:] GOODSIG AAAA name\n${valid}\n`, 'good'],
    ['by a key that is not pinned', `[GNUPG:] NEWSIG\n[GNUPG:] GOODSIG CCCC name\n${validBy('C'.repeat(40))}\n`, 'unknown'],
    ['by a key that is not published', '[GNUPG:] NEWSIG\n[GNUPG:] ERRSIG CCCC 1 10 00 1 9\n[GNUPG:] NO_PUBKEY CCCC\n', 'unknown'],
    ['by an expired key', `[GNUPG:] NEWSIG\n[GNUPG:] EXPKEYSIG AAAA name\n${valid}\n`, 'unknown'],
    ['by a revoked key', `[GNUPG:] NEWSIG\n[GNUPG:] REVKEYSIG AAAA name\n${valid}\n`, 'bad'],
    ['over other bytes', '[GNUPG:] NEWSIG\n[GNUPG:] BADSIG AAAA name\n', 'bad'],
    ['two signatures', `[GNUPG:] NEWSIG\n[GNUPG:] GOODSIG AAAA name\n${valid}\n[GNUPG:] NEWSIG\n`, 'bad'],
    ['no signature', '[GNUPG:] NODATA 4\n', 'bad'],
    ['a name that looks like a status', '[GNUPG:] NEWSIG\n[GNUPG:] ERRSIG CCCC 1 10 00 1 9\nVALIDSIG of mine\n', 'unknown'],
    ['silence', '', 'bad'],
  ])('gpg: %s', (_name, status, verdict) => {
    expect(judgeGpgStatus(status, [primary]).verdict).toBe(verdict);
  });
});
