// Do charts come here from a Helm repository as helm made it, and from none that is broken or hostile?
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { failure, helmRepository, portFor, SHORT } from '../../test/source-fixtures.ts';
import { chartBytes, tgzBytes } from '../../test/tar-bytes.ts';
import { type Route, send, sha256, startServer, temporary } from '../../test/tool-server.ts';
import { unpackArchive } from './unpack-archive.ts';

let server: Awaited<ReturnType<typeof startServer>>;
let directory: Awaited<ReturnType<typeof temporary>>;
const VERSIONS = ['0.9.0', '1.0.0', '1.1.0-rc.1', '1.10.0', '1.9.0', '2.0.0+build.1'] as const;
beforeAll(async () => {
  directory = await temporary();
  server = await startServer(
    await helmRepository(
      directory.path,
      VERSIONS.map((version) => ['web', version]),
    ),
  );
});
afterAll(async () => {
  await server.close();
  await directory[Symbol.asyncDispose]();
});

const asked = (version = '', repository = `${server.url}/charts`, chart = 'web') => ({
  kind: 'chart' as const,
  repository,
  chart,
  version,
});

describe('the version that helm would take', () => {
  it.each([
    ['', '2.0.0+build.1'],
    ['*', '2.0.0+build.1'],
    ['1.x', '1.10.0'],
    ['~1.9', '1.9.0'],
    ['1.1.0-rc.1', '1.1.0-rc.1'],
    ['>=1.1.0-0 <1.9', '1.1.0-rc.1'],
    ['<1', '0.9.0'],
  ])('%s is %s', async (version, expected) => {
    const { locked, archive } = await portFor().resolve(asked(version));
    expect(locked).toEqual({ ...asked(version), resolved: expected, digest: `sha256:${sha256(archive)}` });
    expect((await unpackArchive(archive)).has('web/Chart.yaml')).toBe(true);
    expect(await portFor().fetch(locked)).toEqual(archive);
  });

  it('with a slash behind the address', async () => {
    expect((await portFor().resolve(asked('', `${server.url}/charts/`))).locked.resolved).toBe('2.0.0+build.1');
  });

  it('with absolute addresses in the index', async () => {
    await using other = await temporary();
    const routes = await helmRepository(other.path, [['web', '1.0.0']], `${server.url}/charts`);
    const absolute = await startServer({ '/charts/index.yaml': routes['/charts/index.yaml'] ?? send('') });
    const { locked } = await portFor()
      .resolve(asked('1.0.0', `${absolute.url}/charts`))
      .catch((error: unknown) => ({ locked: error }));
    await absolute.close();
    // The same chart packed twice is not the same archive: helm writes times into it. The index tells.
    expect(locked).toMatchObject({ code: 'tool-untrusted' });
  });
});

test('one index is read once, however many charts are asked for', async () => {
  const port = portFor();
  const before = server.asked.filter((path) => path.endsWith('index.yaml')).length;
  await Promise.all([port.resolve(asked('1.0.0')), port.resolve(asked('1.9.0'))]);
  await port.resolve(asked());
  expect(server.asked.filter((path) => path.endsWith('index.yaml')).length - before).toBe(1);
});

describe('what is not there is told with what is', () => {
  it.each([
    [
      'a range without a version',
      () => asked('^7'),
      { message: expect.stringContaining('no web in a version that matches ^7'), hint: expect.stringContaining('There are') },
    ],
    ['no range', () => asked('newest'), { message: 'newest is no version and no range of versions' }],
    [
      'another chart',
      () => asked('', undefined, 'wep'),
      { message: expect.stringContaining('has no chart wep'), hint: 'It has 1 chart: web.' },
    ],
    [
      'no repository',
      () => asked('', `${server.url}/nothing`),
      { message: expect.stringContaining('/nothing/index.yaml answered 404'), status: 404 },
    ],
  ])('%s', async (_name, request, expected) => {
    expect(await failure(portFor().resolve(request()))).toMatchObject({ code: 'remote-failed', ...expected });
  });
});

const indexOf = (entries: string): string => `apiVersion: v1\nentries:\n  web:\n${entries}`;
const withIndex = async (index: Route | string, routes: Record<string, Route> = {}, options: Parameters<typeof portFor>[0] = {}) => {
  const own = await startServer({ '/r/index.yaml': typeof index === 'string' ? send(index) : index, ...routes });
  try {
    return { error: await failure(portFor({ limits: SHORT, ...options }).resolve(asked('', `${own.url}/r`))), asked: own.asked };
  } finally {
    await own.close();
  }
};

describe('an index that is none', () => {
  it.each([
    ['a page', '<html>sign in</html>', 'is no index of a Helm repository'],
    ['no YAML', 'a: [', 'is no YAML'],
    ['no text', Buffer.from([0xff, 0xfe, 0x00]), 'is no YAML'],
    ['nothing', '', 'is no YAML'],
    ['without entries', 'apiVersion: v1\n', 'is no index of a Helm repository'],
    ['nested without end', `a: ${'['.repeat(2000)}`, 'is no YAML'],
    ['too large', 'x'.repeat(200_001), 'is larger than the 200000 bytes'],
  ])('%s', async (_name, text, message) => {
    expect((await withIndex(send(text))).error).toMatchObject({ code: 'remote-failed', message: expect.stringContaining(message) });
  });
  it('names that objects have harm nothing', async () => {
    const index = `apiVersion: v1\nentries:\n  __proto__:\n  - version: 1.0.0\n  constructor:\n  - version: 1.0.0\n`;
    expect((await withIndex(index)).error).toMatchObject({ hint: 'It has 1 chart: constructor.' });
  });
  it('entries that are wrong are passed over', async () => {
    const index = indexOf('  - nothing\n  - version: 1.10\n    urls: [gone.tgz]\n  - version: [1]\n  - version: main\n');
    expect((await withIndex(index)).error).toMatchObject({ message: expect.stringMatching(/r\/gone\.tgz answered 404/) });
  });
});

describe('a hostile repository', () => {
  const chart = chartBytes('web', '1.0.0');
  const entry = (url: string, digest = sha256(chart)): string =>
    indexOf(`  - version: 1.0.0\n    digest: ${digest}\n    urls: ["${url}"]\n`);
  const cases: [string, string, Record<string, Route>, Record<string, unknown>][] = [
    [
      'a chart that was changed',
      entry('web.tgz', 'f'.repeat(64)),
      { '/r/web.tgz': send(chart) },
      { code: 'tool-untrusted', message: expect.stringContaining('does not have the digest') },
    ],
    [
      'an address on this disk',
      entry('file:///etc/passwd'),
      {},
      { code: 'remote-failed', message: expect.stringContaining('is not asked') },
    ],
    [
      'plain http elsewhere',
      entry('http://charts.example/web.tgz'),
      {},
      { code: 'remote-failed', message: expect.stringContaining('is not asked') },
    ],
    [
      'a metadata service',
      entry('https://169.254.169.254/latest'),
      {},
      { code: 'remote-failed', message: expect.stringContaining('is not asked') },
    ],
    ['no address', indexOf('  - version: 1.0.0\n'), {}, { code: 'remote-failed', message: expect.stringContaining('names no address') }],
    [
      'credentials in an address',
      entry('https://me:secret@charts.example/web.tgz'),
      {},
      { code: 'remote-failed', message: expect.not.stringContaining('secret') },
    ],
    [
      'a redirect to plain http',
      entry('web.tgz'),
      { '/r/web.tgz': (_q, r) => r.writeHead(302, { location: 'http://other.example/' }).end() },
      { code: 'remote-failed', message: expect.stringContaining('only https is followed') },
    ],
    [
      'another chart under this name',
      entry('web.tgz', sha256(chartBytes('other', '1.0.0'))),
      { '/r/web.tgz': send(chartBytes('other', '1.0.0')) },
      { code: 'tool-untrusted', message: expect.stringContaining('holds no web/Chart.yaml') },
    ],
    [
      'a chart that leaves its archive',
      entry('web.tgz', sha256(tgzBytes([{ path: '../x' }]))),
      { '/r/web.tgz': send(tgzBytes([{ path: '../x' }])) },
      { code: 'path-escapes', message: expect.stringContaining('leads out of it') },
    ],
    [
      'a chart that never comes',
      entry('web.tgz'),
      { '/r/web.tgz': () => {} },
      { code: 'remote-failed', message: expect.stringContaining('no answer for 400 ms') },
    ],
    [
      'a chart that never ends',
      entry('web.tgz'),
      {
        '/r/web.tgz': (_q, response) => {
          response.writeHead(200);
          const more = (): void => {
            if (response.destroyed) return;
            if (response.write('x'.repeat(10_000))) setImmediate(more);
            else response.once('drain', more);
          };
          more();
        },
      },
      { code: 'remote-failed', message: expect.stringContaining('larger than the 100000 bytes') },
    ],
  ];
  it.each(cases)('%s', async (_name, index, routes, expected) => {
    expect((await withIndex(index, routes)).error).toMatchObject(expected);
  });
});

describe('what was locked stays what it is', () => {
  it('a version that was published again is refused', async () => {
    const { locked } = await portFor().resolve(asked('1.0.0'));
    const other = chartBytes('web', '1.0.0');
    const again = await startServer({
      '/charts/index.yaml': send(indexOf(`  - version: 1.0.0\n    digest: ${sha256(other)}\n    urls: [web.tgz]\n`)),
      '/charts/web.tgz': send(other),
    });
    const error = await failure(portFor().fetch({ ...locked, ...asked('1.0.0', `${again.url}/charts`) }));
    await again.close();
    expect(error).toMatchObject({ code: 'tool-untrusted', hint: expect.stringContaining(locked.digest) });
  });
});

describe('credentials', () => {
  const guarded =
    (route: Route): Route =>
    (request, response) => {
      if (request.headers.authorization === `Basic ${Buffer.from('me:se:cret').toString('base64')}`) route(request, response);
      else response.writeHead(401).end();
    };
  const chart = chartBytes('web', '1.0.0');
  const start = async (chartUrl: string) => {
    const own = await startServer({});
    own.routes['/r/index.yaml'] = guarded(send(indexOf(`  - version: 1.0.0\n    urls: ["${chartUrl}"]\n`)));
    own.routes['/r/web.tgz'] = guarded(send(chart));
    return own;
  };
  const variable = (url: string) => ({
    environment: { FAIRWAY_SOURCE_CREDENTIALS: `https://a:b@other.example\n${url.replace('//', '//me:se%3Acret@')}\n` },
  });

  it('go to the server that they are for', async () => {
    const own = await start('web.tgz');
    const { locked } = await portFor(variable(`${own.url}/r`)).resolve(asked('', `${own.url}/r`));
    await own.close();
    expect(locked.digest).toBe(`sha256:${sha256(chart)}`);
  });
  it('do not go to a path beside theirs', async () => {
    const own = await start('web.tgz');
    const error = await failure(portFor(variable(`${own.url}/r/web`)).resolve(asked('', `${own.url}/r`)));
    await own.close();
    expect(error).toMatchObject({
      status: 401,
      message: expect.stringContaining('it wants credentials, and none are known for 127.0.0.1'),
      hint: expect.stringContaining('FAIRWAY_SOURCE_CREDENTIALS'),
    });
  });
  it('do not follow the index to another server', async () => {
    const seen: (string | undefined)[] = [];
    const other = await startServer({
      '/web.tgz': (request, response) => {
        seen.push(request.headers.authorization);
        send(chart)(request, response);
      },
    });
    const own = await start(`${other.url}/web.tgz`);
    await portFor(variable(`${own.url}/r`)).resolve(asked('', `${own.url}/r`));
    own.routes['/r/moved.tgz'] = guarded((_q, response) => response.writeHead(302, { location: `${other.url}/web.tgz` }).end());
    own.routes['/r/index.yaml'] = guarded(send(indexOf('  - version: 1.0.0\n    urls: [moved.tgz]\n')));
    await portFor(variable(`${own.url}/r`)).resolve(asked('', `${own.url}/r`));
    await Promise.all([own.close(), other.close()]);
    expect(seen).toEqual([undefined, undefined]);
  });
  it('that are wrong are named by their origin, never shown', async () => {
    const own = await start('web.tgz');
    const error = await failure(
      portFor({ environment: { FAIRWAY_SOURCE_CREDENTIALS: own.url.replace('//', '//me:wrong@') } }).resolve(asked('', `${own.url}/r`)),
    );
    await own.close();
    expect(error).toMatchObject({ message: expect.stringContaining('does not take the credentials from FAIRWAY_SOURCE_CREDENTIALS') });
    expect(JSON.stringify(error) + String(error)).not.toContain('wrong@');
  });
  it.each(['charts.example', 'https://charts.example', 'http://me:secret@charts.example', 'https://me:%zz@charts.example'])(
    '%s is no credential',
    async (text) => {
      const error = await failure(portFor({ environment: { FAIRWAY_SOURCE_CREDENTIALS: text } }).resolve(asked()));
      expect(error).toMatchObject({ code: 'input-invalid', message: expect.stringContaining('FAIRWAY_SOURCE_CREDENTIALS must hold') });
      expect(String(error)).not.toContain('secret');
    },
  );
});

test.each([
  ['http://charts.example/r', 'plain http could be changed'],
  ['https://me:secret@charts.example/r', 'it holds credentials'],
  ['https://charts.example/r?token=secret', 'it has a query'],
  ['https://169.254.169.254/r', 'link-local or metadata'],
  ['https://[fe80::1]/r', 'link-local or metadata'],
  ['https://metadata.google.internal/r', 'link-local or metadata'],
  ['file:///etc', 'it is no address'],
  ['ftp://charts.example', 'it has the scheme ftp'],
  ['charts', 'it is no address'],
])('%s is not asked', async (repository, reason) => {
  const error = await failure(portFor().resolve(asked('', repository)));
  expect(error).toMatchObject({ code: 'input-invalid', message: expect.stringContaining(reason) });
  expect(String(error)).not.toContain('secret@');
});

test('cancelled', async () => {
  const stop = new AbortController();
  stop.abort();
  expect(await failure(portFor({ signal: stop.signal }).resolve(asked()))).toMatchObject({ code: 'cancelled' });
});
