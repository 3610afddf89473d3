// Do credentials of Docker's configuration and its helpers reach the one server that they are for?
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { failure } from '../../test/source-fixtures.ts';
import { temporary } from '../../test/tool-server.ts';
import { createCredentials } from './source-credentials.ts';
import { DEFAULT_SOURCE_LIMITS, type SourceOptions } from './source-options.ts';

const auth = (pair: string): { readonly auth: string } => ({ auth: Buffer.from(pair).toString('base64') });
const basic = (username: string, password: string) => ({ kind: 'basic', username, password });

/** Credentials with this config.json, and these helpers on PATH. */
const withDocker = async (
  config: unknown,
  address: string,
  options: Partial<SourceOptions> & { readonly helpers?: Readonly<Record<string, string>> } = {},
) => {
  await using directory = await temporary();
  writeFileSync(join(directory.path, 'config.json'), typeof config === 'string' ? config : JSON.stringify(config));
  const bin = join(directory.path, 'bin');
  mkdirSync(bin);
  for (const [name, text] of Object.entries(options.helpers ?? {})) {
    writeFileSync(join(bin, `docker-credential-${name}`), `#!/bin/sh\n${text}\n`);
    chmodSync(join(bin, `docker-credential-${name}`), 0o755);
  }
  const environment = {
    PATH: `${bin}:/usr/bin:/bin`,
    DOCKER_CONFIG: directory.path,
    SEEN: join(directory.path, 'seen'),
    GIT_DIR: 'x',
    ...options.environment,
  };
  const find = createCredentials({
    ...options,
    limits: DEFAULT_SOURCE_LIMITS,
    environment,
    ...(options.workTree === '' ? { workTree: directory.path } : {}),
  });
  const found = await find(new URL(address)).catch((error: unknown) => ({ error }));
  const seen = (() => {
    try {
      return readFileSync(environment.SEEN, 'utf8');
    } catch {
      return '';
    }
  })();
  return { found, seen };
};

describe('auths', () => {
  it.each([
    ['by host', { 'ghcr.io': auth('me:se:cret') }, 'https://ghcr.io/x', basic('me', 'se:cret')],
    ['by address', { 'https://ghcr.io': auth('me:secret') }, 'https://ghcr.io/x', basic('me', 'secret')],
    ['with a port', { '127.0.0.1:5000': auth('me:secret') }, 'http://127.0.0.1:5000/x', basic('me', 'secret')],
    ['of Docker Hub', { 'https://index.docker.io/v1/': auth('me:secret') }, 'https://registry-1.docker.io/x', basic('me', 'secret')],
    ['a token', { 'ghcr.io': { ...auth('me:'), identitytoken: 'abc' } }, 'https://ghcr.io/x', { kind: 'identity-token', token: 'abc' }],
    ['of another host', { 'ghcr.io': auth('me:secret') }, 'https://evil-ghcr.io/x', undefined],
    ['of another port', { 'ghcr.io': auth('me:secret') }, 'https://ghcr.io:444/x', undefined],
    ['without a colon', { 'ghcr.io': auth('me') }, 'https://ghcr.io/x', undefined],
    ['empty', { 'ghcr.io': {} }, 'https://ghcr.io/x', undefined],
    ['names of objects', {}, 'https://constructor/x', undefined],
  ])('%s', async (_name, auths, address, expected) => {
    const { found } = await withDocker({ auths }, address);
    expect(found && 'credentials' in found ? found.credentials : found).toEqual(expected);
  });
});

const HELPER = 'echo "$1 $(cat) $GIT_DIR" >> "$SEEN"; echo \'{"ServerURL":"x","Username":"me","Secret":"secret"}\'';
describe('helpers', () => {
  it('of one host: asked with the name on standard input', async () => {
    const { found, seen } = await withDocker({ credHelpers: { 'ghcr.io': 'test' }, credsStore: 'other' }, 'https://ghcr.io/x', {
      helpers: { test: HELPER },
    });
    expect(found).toEqual({ credentials: basic('me', 'secret'), from: 'docker-credential-test' });
    expect(seen).toBe('get ghcr.io \n');
  });
  it('of all hosts, a token', async () => {
    const { found } = await withDocker({ credsStore: 'test' }, 'https://ghcr.io/x', {
      helpers: { test: 'echo \'{"Username":"<token>","Secret":"abc"}\'' },
    });
    expect(found).toMatchObject({ credentials: { kind: 'identity-token', token: 'abc' } });
  });
  it('one that knows nothing: auths count', async () => {
    const { found } = await withDocker({ credsStore: 'test', auths: { 'ghcr.io': auth('me:secret') } }, 'https://ghcr.io/x', {
      helpers: { test: 'echo no >&2; exit 1' },
    });
    expect(found).toMatchObject({ credentials: basic('me', 'secret'), from: 'config.json of Docker' });
  });
  it.each([
    ['missing', 'gone', {}, 'tool-missing'],
    ['no program name', '../x', {}, 'input-invalid'],
    ['answering something else', 'test', { test: 'echo secret' }, 'tool-output'],
    ['failing', 'test', { test: 'exit 3' }, 'tool-failed'],
  ])('%s', async (_name, helper, helpers, code) => {
    const { found } = await withDocker({ credsStore: helper }, 'https://ghcr.io/x', { helpers });
    expect(found).toMatchObject({ error: { code } });
    expect(JSON.stringify(found) + String(found && 'error' in found ? found.error : '')).not.toContain('"secret');
  });
  it('one that lies in the repository is not run', async () => {
    const { found, seen } = await withDocker({ credsStore: 'test' }, 'https://ghcr.io/x', { helpers: { test: HELPER }, workTree: '' });
    expect(found).toMatchObject({ error: { code: 'tool-missing' } });
    expect(seen).toBe('');
  });
});

test.each(['{', '[]', '{"auths": 1}'])('config.json that is %s', async (text) => {
  expect((await withDocker(text, 'https://ghcr.io/x')).found).toMatchObject({ error: { code: 'input-invalid' } });
});

test('no configuration, no home', async () => {
  const find = (environment: SourceOptions['environment']) =>
    createCredentials({ limits: DEFAULT_SOURCE_LIMITS, environment })(new URL('https://ghcr.io/x'));
  expect([await find({}), await find({ HOME: '/nonexistent' })]).toEqual([undefined, undefined]);
});

test('our variable comes first, the longest path of several', async () => {
  const environment = { FAIRWAY_SOURCE_CREDENTIALS: 'https://a:1@ghcr.io\nhttps://b:2@ghcr.io/team/\n' };
  const { found } = await withDocker({ auths: { 'ghcr.io': auth('me:secret') } }, 'https://ghcr.io/team/app', { environment });
  expect(found).toEqual({ credentials: basic('b', '2'), from: 'FAIRWAY_SOURCE_CREDENTIALS' });
  expect((await withDocker({}, 'https://ghcr.io/teams', { environment })).found).toMatchObject({ credentials: basic('a', '1') });
  expect(
    await failure(
      createCredentials({ limits: DEFAULT_SOURCE_LIMITS, environment: { FAIRWAY_SOURCE_CREDENTIALS: 'x' } })(new URL('https://ghcr.io')),
    ),
  ).toMatchObject({ code: 'input-invalid' });
});
