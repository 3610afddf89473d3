// Do charts and artifacts come here from a real registry, and from none that lies?
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { type Gate, startProxy, startRegistry } from '../../test/registry-server.ts';
import { failure, helm, portFor, SHORT, writeChart } from '../../test/source-fixtures.ts';
import { tgzBytes } from '../../test/tar-bytes.ts';
import { sha256, temporary } from '../../test/tool-server.ts';
import { unpackArchive } from './unpack-archive.ts';

let registry: Awaited<ReturnType<typeof startRegistry>>;
let directory: Awaited<ReturnType<typeof temporary>>;
const artifact = tgzBytes([{ path: 'deploy/a.yaml', text: 'a: 1\n' }]);
const crane = (...args: readonly string[]): string =>
  execFileSync(registry.crane, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: directory.path },
  }).trim();

/** Pushes what `flux push artifact` pushes: the same media types, by plain requests. */
const pushArtifact = async (
  name: string,
  tags: readonly string[],
  layerType = 'application/vnd.cncf.flux.content.v1.tar+gzip',
): Promise<string> => {
  const base = `http://${registry.host}/v2/${name}`;
  const blob = async (bytes: Uint8Array) => {
    const start = await fetch(`${base}/blobs/uploads/`, { method: 'POST' });
    const location = new URL(start.headers.get('location') ?? '', base);
    location.searchParams.set('digest', `sha256:${sha256(bytes)}`);
    await fetch(location, { method: 'PUT', body: Buffer.from(bytes) });
    return { digest: `sha256:${sha256(bytes)}`, size: bytes.length };
  };
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: { mediaType: 'application/vnd.cncf.flux.config.v1+json', ...(await blob(Buffer.from('{}'))) },
    layers: [{ mediaType: layerType, ...(await blob(artifact)) }],
  });
  for (const tag of tags)
    await fetch(`${base}/manifests/${tag}`, { method: 'PUT', headers: { 'content-type': mediaType }, body: manifest });
  return `sha256:${sha256(manifest)}`;
};

let manifestDigest = '';
beforeAll(async () => {
  directory = await temporary();
  registry = await startRegistry();
  for (const version of ['1.0.0', '1.2.0', '1.10.0', '2.0.0-rc.1', '1.3.0+build.1']) {
    const packed = join(directory.path, version);
    mkdirSync(packed);
    await helm(['package', writeChart(packed, 'web', version), '--destination', packed], directory.path);
    await helm(['push', join(packed, `web-${version}.tgz`), `oci://${registry.host}/charts`, '--plain-http'], directory.path);
  }
  manifestDigest = await pushArtifact('team/app', ['latest', 'v1.0.0', 'v1.1.0', 'main']);
}, 600_000);
afterAll(async () => {
  await registry.close();
  await directory[Symbol.asyncDispose]();
});

const chart = (version: string, host = registry.host, name = 'web') => ({
  kind: 'chart' as const,
  repository: `oci://${host}/charts`,
  chart: name,
  version,
});
const oci = (reference: string, host = registry.host, name = 'team/app') => ({
  kind: 'oci' as const,
  url: `oci://${host}/${name}`,
  reference,
});

describe('charts that helm pushed', () => {
  it.each([
    ['', '1.10.0'],
    ['1.x', '1.10.0'],
    ['~1.2', '1.2.0'],
    ['1.0.0', '1.0.0'],
    ['1.3.0+build.1', '1.3.0+build.1'],
    ['>=2.0.0-0', '2.0.0-rc.1'],
  ])('%s is %s', async (version, resolved) => {
    const { locked, archive } = await portFor().resolve(chart(version));
    expect(locked).toEqual({ ...chart(version), resolved, digest: `sha256:${sha256(archive)}` });
    expect(archive).toEqual(readFileSync(join(directory.path, resolved, `web-${resolved}.tgz`)));
    expect((await unpackArchive(archive)).has('web/templates/settings.yaml')).toBe(true);
    expect(await portFor().fetch(locked)).toEqual(archive);
  });
  it('by digest of the manifest', async () => {
    const digest = crane('digest', `${registry.host}/charts/web:1.0.0`);
    expect((await portFor().resolve(chart(digest))).locked).toMatchObject({ resolved: digest });
  });
  it('a locked chart is brought by digest, wherever its tag points now', async () => {
    const { locked, archive } = await portFor().resolve(chart('1.2.0'));
    crane('tag', `${registry.host}/charts/web:1.10.0`, '1.2.0');
    expect(await portFor().fetch(locked)).toEqual(archive);
    expect((await portFor().resolve(chart('1.2.0'))).locked.digest).not.toBe(locked.digest);
  });
  it('an artifact of Flux is no chart', async () => {
    expect(
      await failure(
        portFor().resolve({ ...chart('1.0.0', undefined, 'app'), repository: `oci://${registry.host}/team`, version: 'v1.0.0' }),
      ),
    ).toMatchObject({
      message: expect.stringContaining('is no Helm chart'),
      hint: expect.stringContaining('application/vnd.cncf.flux.content.v1.tar+gzip'),
    });
  });
});

describe('artifacts', () => {
  it.each([[''], ['tag=main'], ['semver=1.x']])('%s', async (reference) => {
    const { locked, archive } = await portFor().resolve(oci(reference));
    expect(locked).toEqual({ ...oci(reference), resolved: manifestDigest, digest: `sha256:${sha256(artifact)}` });
    expect([...(await unpackArchive(archive)).keys()]).toEqual(['deploy/a.yaml']);
    expect(await portFor().fetch(locked)).toEqual(archive);
  });
  it('by digest', async () => {
    expect((await portFor().resolve(oci(`digest=${manifestDigest}`))).locked.resolved).toBe(manifestDigest);
  });
  it('of an index, the member for linux/amd64, or the only one', async () => {
    const index = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [{ mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: manifestDigest, size: 1 }],
    });
    await fetch(`http://${registry.host}/v2/team/app/manifests/index`, {
      method: 'PUT',
      headers: { 'content-type': 'application/vnd.oci.image.index.v1+json' },
      body: index,
    });
    expect((await portFor().resolve(oci('tag=index'))).locked).toMatchObject({
      resolved: `sha256:${sha256(index)}`,
      digest: `sha256:${sha256(artifact)}`,
    });
  });
  it('tags on several pages', async () => {
    await pushArtifact(
      'team/many',
      Array.from({ length: 1100 }, (_, at) => `v0.0.${at}`),
    );
    expect((await portFor().resolve(oci('semver=*', undefined, 'team/many'))).locked.digest).toBe(`sha256:${sha256(artifact)}`);
    const proxy = await startProxy(registry.host, {
      gate: ({ url = '' }, response) => {
        if (!url.includes('tags/list')) return false;
        const last = new URL(url, 'http://x').searchParams.get('last');
        response
          .writeHead(200, last === null ? { link: '</v2/team/many/tags/list?n=1&last=a>; rel="next"' } : {})
          .end(JSON.stringify({ tags: [last === null ? 'v0.0.1' : 'v0.0.7'] }));
        return true;
      },
    });
    const { locked } = await portFor().resolve(oci('semver=*', proxy.host, 'team/many'));
    expect(proxy.asked.map(({ path }) => path)).toContain('/v2/team/many/manifests/v0.0.7');
    expect(locked.kind).toBe('oci');
    await proxy.close();
  });
});

describe('what is not there', () => {
  it.each([
    ['a repository', () => chart('', registry.host, 'gone'), 'tags/list is not there'],
    ['a version', () => chart('9.9.9'), 'manifests/9.9.9 is not there'],
    ['a range', () => chart('^9'), 'has no tag in the version or range ^9'],
    ['a tag', () => oci('tag=gone'), 'manifests/gone is not there'],
    ['a digest', () => oci(`digest=sha256:${'0'.repeat(64)}`), 'is not there'],
    ['a registry', () => chart('1.0.0', '127.0.0.1:1'), 'could not be fetched'],
  ])('%s', async (_name, request, message) => {
    expect(await failure(portFor().resolve(request()))).toMatchObject({ code: 'remote-failed', message: expect.stringContaining(message) });
  });
  it.each([
    ['no range', () => chart('newest')],
    ['no tag', () => oci('tag=a/b')],
    ['no digest', () => oci('digest=sha256:1')],
    ['no kind', () => oci('main')],
    ['no name', () => oci('', registry.host, 'Team/App')],
    ['a name upwards', () => oci('', registry.host, '../x')],
    ['credentials', () => ({ ...oci(''), url: 'oci://me:secret@ghcr.io/x' })],
    ['a metadata service', () => ({ ...oci(''), url: 'oci://169.254.169.254/x' })],
  ])('%s', async (_name, request) => {
    expect(await failure(portFor().resolve(request()))).toMatchObject({ code: 'input-invalid' });
  });
});

const withProxy = async <T>(
  options: Parameters<typeof startProxy>[1],
  use: (proxy: Awaited<ReturnType<typeof startProxy>>) => Promise<T>,
): Promise<T> => {
  const proxy = await startProxy(registry.host, options);
  try {
    return await use(proxy);
  } finally {
    await proxy.close();
  }
};

describe('a registry that lies', () => {
  const lie = (pattern: RegExp, change: (body: Buffer) => Buffer) => ({
    change: (path: string, body: Buffer) => (pattern.test(path) ? change(body) : body),
  });
  it.each([
    [
      'a blob that was changed',
      lie(/\/blobs\//, (body) => Buffer.from(body.map((byte, at) => (at === 20 ? byte ^ 1 : byte)))),
      'tool-untrusted',
      'does not have the digest',
    ],
    ['a blob of another chart', lie(/\/blobs\//, () => Buffer.from(artifact)), 'tool-untrusted', 'does not have the digest'],
    ['a manifest that was changed', lie(/\/manifests\//, (body) => Buffer.from(`${body} `)), 'tool-untrusted', 'does not have the digest'],
    ['a page for a manifest', lie(/\/manifests\//, () => Buffer.from('<html>')), 'tool-untrusted', 'does not have the digest'],
    ['a page for tags', lie(/\/tags\//, () => Buffer.from('<html>')), 'remote-failed', 'is not what a registry answers'],
  ])('%s', async (_name, options, code, message) => {
    await withProxy(options, async ({ host }) => {
      expect(await failure(portFor().resolve(chart('1.x', host)))).toMatchObject({ code, message: expect.stringContaining(message) });
    });
  });
  const gates: [string, Gate, string][] = [
    [
      'an endless blob',
      ({ url }, response) => {
        if (!url?.includes('/blobs/')) return false;
        response.writeHead(200);
        const more = (): void => {
          if (response.destroyed) return;
          if (response.write('x'.repeat(10_000))) setImmediate(more);
          else response.once('drain', more);
        };
        more();
        return true;
      },
      'is larger than the 100000 bytes',
    ],
    ['no answer', ({ url }) => url?.includes('/manifests/') === true, 'no answer for 400 ms'],
    [
      'a redirect to plain http',
      ({ url }, response) =>
        url?.includes('/blobs/') === true && Boolean(response.writeHead(307, { location: 'http://other.example/' }).end()),
      'only https is followed',
    ],
    ['an error', ({ url }, response) => url?.includes('/manifests/') === true && Boolean(response.writeHead(500).end()), 'answered 500'],
  ];
  it.each(gates)('%s', async (_name, gate, message) => {
    await withProxy({ gate }, async ({ host }) => {
      expect(await failure(portFor({ limits: SHORT }).resolve(chart('1.x', host)))).toMatchObject({
        code: 'remote-failed',
        message: expect.stringContaining(message),
      });
    });
  });
});

const PAIR = `Basic ${Buffer.from('me:secret').toString('base64')}`;
const variable = (host: string, pair = 'me:secret') => ({ environment: { FAIRWAY_SOURCE_CREDENTIALS: `http://${pair}@${host}` } });

describe('basic credentials', () => {
  const gate: Gate = ({ headers }, response) =>
    headers.authorization !== PAIR && Boolean(response.writeHead(401, { 'www-authenticate': 'Basic realm="registry"' }).end());
  it('are sent only once they are asked for, and nowhere else', async () => {
    await withProxy({}, async (elsewhere) => {
      const moved: Gate = (request, response) =>
        gate(request, response) ||
        (request.url?.includes('/blobs/') === true &&
          Boolean(response.writeHead(307, { location: `http://${elsewhere.host}${request.url}` }).end()));
      await withProxy({ gate: moved }, async ({ host, asked }) => {
        expect((await portFor(variable(host)).resolve(chart('1.0.0', host))).locked.resolved).toBe('1.0.0');
        expect(asked.find(({ path }) => path.includes('/manifests/'))?.authorization).toBeUndefined();
        expect(elsewhere.asked.map(({ authorization }) => authorization)).toEqual([undefined]);
      });
    });
  });
  it('from config.json of Docker, as helm writes it', async () => {
    await withProxy({ gate }, async ({ host }) => {
      writeFileSync(
        join(directory.path, 'config.json'),
        JSON.stringify({ auths: { [host]: { auth: Buffer.from('me:secret').toString('base64') } } }),
      );
      expect((await portFor({ environment: { DOCKER_CONFIG: directory.path } }).resolve(chart('1.x', host))).locked.resolved).toBe(
        '1.10.0',
      );
    });
  });
  it('that are missing or wrong are named, never shown', async () => {
    await withProxy({ gate }, async ({ host }) => {
      expect(await failure(portFor().resolve(chart('1.x', host)))).toMatchObject({
        status: 401,
        message: expect.stringContaining(`none are known for ${host}`),
      });
      const error = await failure(portFor(variable(host, 'me:wrong')).resolve(chart('1.x', host)));
      expect(error).toMatchObject({
        status: 401,
        message: expect.stringContaining('does not take the credentials from FAIRWAY_SOURCE_CREDENTIALS'),
      });
      expect(JSON.stringify(error) + String(error)).not.toContain('wrong');
    });
  });
});

describe('tokens', () => {
  /** A registry with its token service; a token is `pull:<name>`. */
  const service = (options: { readonly anonymous?: boolean; readonly realm?: string } = {}): Gate => {
    return (request, response) => {
      const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
      if (url.pathname === '/token') {
        const known = options.anonymous === true || request.headers.authorization === PAIR || request.method === 'POST';
        const scope = url.searchParams.get('scope') ?? 'posted';
        if (known) response.writeHead(200).end(JSON.stringify({ token: `t:${scope}` }));
        else response.writeHead(401).end();
        return true;
      }
      if (request.headers.authorization?.startsWith('Bearer t:')) return false;
      const realm = options.realm ?? `http://${request.headers.host}/token`;
      const name = /^\/v2\/(.+)\/(?:manifests|tags|blobs)\//.exec(url.pathname)?.[1] ?? '';
      response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}",service="registry",scope="repository:${name}:pull"` }).end();
      return true;
    };
  };
  it('without credentials, asked for once', async () => {
    await withProxy({ gate: service({ anonymous: true }) }, async ({ host, asked }) => {
      expect((await portFor().resolve(chart('1.x', host))).locked.resolved).toBe('1.10.0');
      expect(asked.filter(({ path }) => path.startsWith('/token')).map(({ path }) => path)).toEqual([
        '/token?service=registry&scope=repository%3Acharts%2Fweb%3Apull',
      ]);
    });
  });
  it('with credentials, and never the credentials to the registry itself', async () => {
    await withProxy({ gate: service() }, async ({ host, asked }) => {
      expect((await portFor(variable(host)).resolve(chart('1.x', host))).locked.resolved).toBe('1.10.0');
      expect(asked.filter(({ authorization }) => authorization === PAIR).every(({ path }) => path.startsWith('/token'))).toBe(true);
      expect(await failure(portFor().resolve(chart('1.x', host)))).toMatchObject({
        status: 401,
        message: expect.stringMatching(/\/token answered 401: it wants credentials, and none are known/),
      });
    });
  });
  it('for an identity token of Docker', async () => {
    await withProxy({ gate: service() }, async ({ host, asked }) => {
      writeFileSync(join(directory.path, 'config.json'), JSON.stringify({ auths: { [host]: { identitytoken: 'refresh' } } }));
      expect((await portFor({ environment: { DOCKER_CONFIG: directory.path } }).resolve(chart('1.0.0', host))).locked.resolved).toBe(
        '1.0.0',
      );
      expect(asked.map(({ path }) => path)).toContain('/token');
    });
  });
  it.each(['http://tokens.example/token', 'https://169.254.169.254/token', 'file:///etc/passwd', '', 'https://me:x@tokens.example/'])(
    'a token service at %s is not asked',
    async (realm) => {
      await withProxy({ gate: service({ realm }) }, async ({ host }) => {
        expect(await failure(portFor(variable(host)).resolve(chart('1.x', host)))).toMatchObject({
          code: 'remote-failed',
          message: expect.stringContaining('names a token service that is not asked'),
        });
      });
    },
  );
});

describe('TLS', () => {
  const openssl = (...args: readonly string[]): void => void execFileSync('openssl', args, { cwd: directory.path, stdio: 'ignore' });
  const tls = () => {
    openssl(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
      '-days',
      '2',
      '-subj',
      '/CN=test ca',
    );
    openssl(
      'req',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      'server.key',
      '-out',
      'server.csr',
      '-subj',
      '/CN=registry',
    );
    writeFileSync(join(directory.path, 'san'), 'subjectAltName=IP:127.0.0.1\n');
    openssl(
      'x509',
      '-req',
      '-in',
      'server.csr',
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-out',
      'server.pem',
      '-days',
      '2',
      '-extfile',
      'san',
    );
    return {
      key: readFileSync(join(directory.path, 'server.key'), 'utf8'),
      cert: readFileSync(join(directory.path, 'server.pem'), 'utf8'),
    };
  };
  test('a certificate of a private authority counts only where NODE_EXTRA_CA_CERTS names it', async () => {
    await withProxy({ tls: tls() }, async ({ host }) => {
      expect(await failure(portFor().resolve(chart('1.0.0', host)))).toMatchObject({
        code: 'remote-failed',
        message: expect.stringMatching(/certificate/),
      });
      const script = `
        const { createSourcePort } = await import(${JSON.stringify(fileURLToPath(new URL('./create-source-port.ts', import.meta.url)))});
        const port = createSourcePort({ environment: {} });
        console.log((await port.resolve(${JSON.stringify(chart('1.x', host))})).locked.resolved);`;
      const { spawn } = await import('node:child_process');
      const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
        env: { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: join(directory.path, 'ca.pem') },
      });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
      await new Promise((resolve) => child.once('close', resolve));
      expect(said.trim()).toBe('1.10.0');
    });
  });
});
