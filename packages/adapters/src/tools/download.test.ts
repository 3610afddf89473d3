// What becomes of a download when the server is good, broken, slow or hostile?
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogueOf, PILOT_PATH, pilot, type Route, says, send, sha256, startServer, tarGz, temporary } from '../../test/tool-server.ts';
import type { ToolContext } from './context.ts';
import { resolveTool } from './resolve-tool.ts';

let server: Awaited<ReturnType<typeof startServer>>;
let archive: Uint8Array;
beforeAll(async () => {
  server = await startServer({});
  archive = await tarGz({ 'linux-amd64/pilot': says('v1.2.3'), LICENSE: 'text' });
});
afterAll(() => server.close());

const pinned = (bytes: Uint8Array) => pilot({ sha256: { 'linux-amd64': sha256(bytes) } });

const contextFor = (cache: string, changes: Partial<ToolContext> = {}): ToolContext => ({
  environment: { PATH: '/nonexistent' },
  cache,
  platform: 'linux-amd64',
  mirror: server.url,
  catalogue: catalogueOf(pinned(archive)),
  ...changes,
});

/** Files below the cache, without the memory of what was looked at. */
const kept = async (cache: string): Promise<readonly string[]> =>
  (await readdir(cache, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => entry.name);

test('good: verified, unpacked, asked for its version, kept; the second time nothing is fetched', async () => {
  await using cache = await temporary();
  server.routes[PILOT_PATH] = send(archive);
  const messages: string[] = [];
  const first = await resolveTool('pilot', contextFor(cache.path, { onProgress: ({ message }) => messages.push(message) }));
  expect(first).toMatchObject({ name: 'pilot', version: '1.2.3', origin: 'download' });
  expect(first.path).toBe(join(cache.path, 'tools', 'pilot', `1.2.3-${sha256(archive).slice(0, 16)}`, 'pilot'));
  expect(messages[0]).toBe(`downloading pilot 1.2.3 from ${server.url}${PILOT_PATH}`);
  const before = server.asked.length;
  expect(await resolveTool('pilot', contextFor(cache.path))).toEqual(first);
  expect(server.asked.length).toBe(before);
  expect((await kept(cache.path)).toSorted()).toEqual(['installed.json', 'pilot']);
});

test('redirects inside this machine are followed', async () => {
  await using cache = await temporary();
  const redirect =
    (to: string): Route =>
    (_request, response) =>
      response.writeHead(302, { location: to }).end();
  server.routes[PILOT_PATH] = redirect('/hop');
  server.routes['/hop'] = redirect(`${server.url}/last?token=x`);
  server.routes['/last'] = send(archive);
  expect((await resolveTool('pilot', contextFor(cache.path))).version).toBe('1.2.3');
});

test('a password for the mirror goes to the mirror and to no other origin', async () => {
  await using cache = await temporary();
  const seen: (string | undefined)[] = [];
  const other = await startServer({
    '/elsewhere': (request, response) => {
      seen.push(request.headers.authorization);
      send(archive)(request, response);
    },
  });
  server.routes[PILOT_PATH] = (request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(307, { location: `${other.url}/elsewhere` }).end();
  };
  const messages: string[] = [];
  const mirror = server.url.replace('http://', 'http://me:secret@');
  await resolveTool('pilot', contextFor(cache.path, { mirror, onProgress: ({ message }) => messages.push(message) }));
  await other.close();
  expect(seen).toEqual([`Basic ${Buffer.from('me:secret').toString('base64')}`, undefined]);
  expect(messages.join()).not.toContain('secret');
});

describe('what is not what was pinned ends the installation: the build road does not hide it', () => {
  const refused = async (body: Uint8Array, catalogue = catalogueOf(pinned(archive))) => {
    await using cache = await temporary();
    server.routes[PILOT_PATH] = send(body);
    const failure = await resolveTool('pilot', contextFor(cache.path, { catalogue })).catch((error: unknown) => error);
    expect(await kept(cache.path)).toEqual([]);
    return failure;
  };
  test('tampered', async () => {
    const evil = await tarGz({ 'linux-amd64/pilot': `#!/bin/sh\ntouch ${process.cwd()}/was-run\necho v1.2.3\n` });
    expect(await refused(evil)).toMatchObject({
      code: 'tool-untrusted',
      message: expect.stringContaining('does not have the SHA-256 that is pinned'),
    });
  });
  test('a page instead of a file', async () => {
    expect(await refused(Buffer.from('<html>sign in</html>'))).toMatchObject({ code: 'tool-untrusted' });
  });
  test('truncated, told as complete', async () => {
    expect(await refused(archive.subarray(0, archive.length - 10))).toMatchObject({ code: 'tool-untrusted' });
  });
  test('the right archive without the member', async () => {
    const other = await tarGz({ 'linux-arm64/pilot': says('v1.2.3') });
    expect(await refused(other, catalogueOf(pinned(other)))).toMatchObject({
      code: 'tool-untrusted',
      message: 'the download has no member linux-amd64/pilot',
    });
  });
  test('a program of another version', async () => {
    const other = await tarGz({ 'linux-amd64/pilot': says('v1.2.4') });
    expect(await refused(other, catalogueOf(pinned(other)))).toMatchObject({
      code: 'tool-version',
      message: 'what was installed says it is pilot 1.2.4, not the pinned 1.2.3',
    });
  });
  test('a program that does not run', async () => {
    const other = await tarGz({ 'linux-amd64/pilot': '#!/bin/sh\nexit 7\n' });
    expect(await refused(other, catalogueOf(pinned(other)))).toMatchObject({ code: 'tool-failed' });
  });
});

describe('a server that does not give it', () => {
  const limits = { answerMs: 300, stallMs: 300, totalMs: 1500, maxBytes: 100_000 };
  const cases: [string, Route, string][] = [
    ['missing', (_q, response) => response.writeHead(404).end(), 'answered 404'],
    ['failing', (_q, response) => response.writeHead(500).end('oops'), 'answered 500'],
    ['asking for a login', (_q, response) => response.writeHead(401).end(), 'answered 401'],
    ['partial', (_q, response) => response.writeHead(206).end('x'), 'answered 206'],
    ['never answering', () => {}, 'no answer for 300 ms'],
    ['hanging up', (_q, response) => response.destroy(), 'could not be fetched'],
    [
      'truncating',
      (_q, response) => {
        response.writeHead(200, { 'content-length': 5000 });
        response.write('x'.repeat(1000), () => response.destroy());
      },
      'could not be fetched',
    ],
    [
      'stalling',
      (_q, response) => {
        response.writeHead(200, { 'content-length': 5000 });
        response.write('x'.repeat(1000));
      },
      'sent nothing for 300 ms',
    ],
    [
      'dripping',
      (_q, response) => {
        response.writeHead(200);
        const timer = setInterval(() => response.write('x'), 50);
        response.on('close', () => clearInterval(timer));
      },
      'took longer than 1500 ms',
    ],
    [
      'too large, and saying so',
      (_q, response) => response.writeHead(200, { 'content-length': 100_001 }).write('x'),
      'larger than the 100000 bytes',
    ],
    [
      'too large, without saying so',
      (_q, response) => {
        response.writeHead(200);
        const more = (): void => {
          if (response.destroyed) return;
          if (response.write('x'.repeat(10_000))) setImmediate(more);
          else response.once('drain', more);
        };
        more();
      },
      'larger than the 100000 bytes',
    ],
    [
      'redirecting to plain http elsewhere',
      (_q, response) => response.writeHead(302, { location: 'http://releases.example/x' }).end(),
      'which is not allowed',
    ],
    ['redirecting to a file', (_q, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(), 'which is not allowed'],
    ['redirecting nowhere', (_q, response) => response.writeHead(302).end(), 'redirects to no address'],
    ['redirecting to itself', (_q, response) => response.writeHead(302, { location: PILOT_PATH }).end(), 'redirects more than 5 times'],
  ];
  test.each(cases)('%s', async (_name, route, message) => {
    await using cache = await temporary();
    server.routes[PILOT_PATH] = route;
    const failure = await resolveTool('pilot', contextFor(cache.path, { http: limits })).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'tool-missing',
      message: expect.stringContaining(message),
      hint: expect.stringContaining('fairway tools lock'),
    });
    expect(await kept(cache.path)).toEqual([]);
  });

  test('redirecting to itself asks six times and no more', async () => {
    await using cache = await temporary();
    server.routes[PILOT_PATH] = (_q, response) => response.writeHead(302, { location: PILOT_PATH }).end();
    const before = server.asked.length;
    await resolveTool('pilot', contextFor(cache.path)).catch(() => {});
    expect(server.asked.length - before).toBe(6);
  });

  test('cancelled', async () => {
    await using cache = await temporary();
    const stop = new AbortController();
    server.routes[PILOT_PATH] = (_q, response) => {
      response.writeHead(200);
      response.write('x', () => stop.abort());
    };
    const failure = await resolveTool('pilot', contextFor(cache.path, { signal: stop.signal })).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'cancelled' });
    expect(await kept(cache.path)).toEqual([]);
  });
});

test('without a known checksum nothing is fetched, and both roads are named', async () => {
  await using cache = await temporary();
  server.routes[PILOT_PATH] = send(archive);
  const before = server.asked.length;
  const failure = await resolveTool('pilot', contextFor(cache.path, { catalogue: catalogueOf(pilot()) })).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    code: 'tool-missing',
    message:
      'pilot 1.2.3 is not installed: no checksum of its download for linux-amd64 is known, so it is not downloaded; it cannot be built',
    hint: expect.stringContaining('--pilot PATH or FAIRWAY_PILOT'),
  });
  expect(server.asked.length).toBe(before);
});

test('the checksum of the lock comes before the one of the manifest', async () => {
  await using cache = await temporary();
  server.routes[PILOT_PATH] = send(archive);
  const wrong = catalogueOf(pilot({ sha256: { 'linux-amd64': 'f'.repeat(64) } }));
  const head = {
    version: 1 as const,
    tools: { pilot: { version: '1.2.3', sha256: { 'linux-amd64': sha256(archive) }, proof: 'signature' as const } },
  };
  expect((await resolveTool('pilot', contextFor(cache.path, { catalogue: wrong, locks: { head } }))).origin).toBe('download');
  await using other = await temporary();
  const lying = { ...head, tools: { pilot: { ...head.tools.pilot, sha256: { 'linux-amd64': 'e'.repeat(64) } } } };
  await expect(resolveTool('pilot', contextFor(other.path, { locks: { head: lying } }))).rejects.toMatchObject({ code: 'tool-untrusted' });
});

test('a head that asks for an unknown program gets the one of the base, and this is said each time', async () => {
  await using cache = await temporary();
  server.routes[PILOT_PATH] = send(archive);
  const entry = (version: string, digit: string) => ({ version, sha256: { 'linux-amd64': digit.repeat(64) }, proof: 'signature' as const });
  const locks = { head: { version: 1 as const, tools: { pilot: entry('1.9.0', 'e') } }, base: null };
  const notes: string[] = [];
  const context = contextFor(cache.path, { locks, onProgress: ({ step, message }) => step === 'note' && notes.push(message) });
  expect((await resolveTool('pilot', context)).version).toBe('1.2.3');
  expect((await resolveTool('pilot', context)).version).toBe('1.2.3');
  expect(notes).toHaveLength(2);
  expect(notes[0]).toContain('asks for pilot 1.9.0, which neither the base nor this release of fairway knows');
});
