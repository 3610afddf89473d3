// Is the order kept in which a program is looked for, and is nothing of the repository ever taken?
import { mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogueOf, PILOT_PATH, pilot, says, send, sha256, startServer, tarGz, temporary, writeProgram } from '../../test/tool-server.ts';
import type { ToolContext } from './context.ts';
import { locateTool, resolveTool } from './resolve-tool.ts';

let server: Awaited<ReturnType<typeof startServer>>;
let archive: Uint8Array;
/** A real program, since scripts on PATH are passed over. */
let real: Uint8Array;
beforeAll(async () => {
  real = await readFile((await resolveTool('kustomize', { environment: process.env })).path);
  archive = await tarGz({ 'linux-amd64/pilot': says('v1.2.3') });
  server = await startServer({ [PILOT_PATH]: send(archive) });
});
afterAll(() => server.close());

const spec = () => pilot({ sha256: { 'linux-amd64': sha256(archive) } });
const contextFor = (cache: string, changes: Partial<ToolContext> = {}): ToolContext => ({
  environment: { PATH: '/nonexistent' },
  cache,
  platform: 'linux-amd64',
  mirror: server.url,
  catalogue: catalogueOf(spec()),
  ...changes,
});

describe('given by a person', () => {
  test('flag before environment before everything else; both may differ from the pinned version', async () => {
    await using place = await temporary();
    const flag = await writeProgram(join(place.path, 'a', 'own'), says('v1.9'));
    const variable = await writeProgram(join(place.path, 'b', 'own'), says('1.8.0'));
    const environment = { PATH: '', FAIRWAY_PILOT: variable };
    expect(await resolveTool('pilot', contextFor(place.path, { environment, given: { pilot: flag } }))).toMatchObject({
      version: '1.9',
      origin: 'flag',
      path: flag,
    });
    expect(await resolveTool('pilot', contextFor(place.path, { environment }))).toMatchObject({
      version: '1.8.0',
      origin: 'environment',
      path: variable,
    });
    expect(await resolveTool('pilot', contextFor(place.path, { environment, given: { pilot: '' } }))).toMatchObject({
      origin: 'environment',
    });
    expect(await resolveTool('pilot', contextFor(place.path, { given: { pilot: 'a/own' }, cwd: place.path }))).toMatchObject({
      path: flag,
    });
  });

  const wrong: [string, string, object][] = [
    [
      'outside the range',
      says('v2.0.0'),
      { code: 'tool-version', message: expect.stringMatching(/own is pilot 2\.0\.0, but the supported range is >=1\.2\.0 <2\.0\.0/) },
    ],
    ['saying nothing', '#!/bin/sh\n', { code: 'tool-output' }],
    ['failing', '#!/bin/sh\necho broken >&2; exit 3\n', { code: 'tool-failed' }],
    ['flooding', '#!/bin/sh\nexec yes 1.2.3\n', { code: 'tool-output' }],
    ['no program', '\u007fELF garbage', { code: 'tool-failed' }],
  ];
  test.each(wrong)('%s is an error, not another program', async (_name, text, error) => {
    await using place = await temporary();
    const own = await writeProgram(join(place.path, 'own'), text);
    await expect(resolveTool('pilot', contextFor(place.path, { given: { pilot: own } }))).rejects.toMatchObject(error);
  });

  test('absent, a directory, not executable', async () => {
    await using place = await temporary();
    await writeFile(join(place.path, 'plain'), says('1.2.3'));
    for (const own of [join(place.path, 'absent'), place.path, join(place.path, 'plain')]) {
      await expect(resolveTool('pilot', contextFor(place.path, { given: { pilot: own } }))).rejects.toMatchObject({
        code: 'input-invalid',
      });
    }
  });

  test('a script is asked again each time, and its checksum follows what it starts', async () => {
    await using place = await temporary();
    await writeFile(join(place.path, 'version'), 'v1.2.3\n');
    const own = await writeProgram(join(place.path, 'own'), `#!/bin/sh\ncat ${join(place.path, 'version')}\n`);
    const context = contextFor(place.path, { given: { pilot: own } });
    const first = await resolveTool('pilot', context);
    await writeFile(join(place.path, 'version'), 'v1.2.4\n');
    const second = await resolveTool('pilot', context);
    expect([first.version, second.version]).toEqual(['1.2.3', '1.2.4']);
    expect(first.sha256).not.toBe(second.sha256);
  });

  test('nothing of the environment but what is needed reaches the program that is asked', async () => {
    await using place = await temporary();
    const own = await writeProgram(join(place.path, 'own'), `#!/bin/sh\nenv > ${join(place.path, 'seen')}\necho 1.2.3\n`);
    await resolveTool(
      'pilot',
      contextFor(place.path, { environment: { FAIRWAY_PILOT: own, GITHUB_TOKEN: 'secret', HELM_PLUGINS: '/evil' } }),
    );
    const seen = await readFile(join(place.path, 'seen'), 'utf8');
    expect(seen).not.toContain('secret');
    expect(seen).toContain('HELM_PLUGINS=/nonexistent');
  });
});

describe('on PATH', () => {
  /** kustomize under its own name, so that a real program with a real version stands on PATH. */
  const kustomizeOn = async (directory: string, version: string, changes: Partial<ToolContext> = {}): Promise<ToolContext> => {
    await writeProgram(join(directory, 'kustomize'), real);
    const tool = pilot({ name: 'kustomize', programs: ['kustomize'], version });
    return contextFor(join(directory, 'cache'), { environment: { PATH: directory }, catalogue: catalogueOf(tool), ...changes });
  };
  const versionOf = async () => (await resolveTool('kustomize', { environment: process.env })).version;

  test('taken in exactly the pinned version', async () => {
    await using place = await temporary();
    const context = await kustomizeOn(place.path, await versionOf());
    expect(await resolveTool('kustomize', context)).toMatchObject({
      origin: 'path',
      path: join(place.path, 'kustomize'),
      sha256: sha256(real),
    });
  });

  test('passed over in any other version, also a supported one', async () => {
    await using place = await temporary();
    const context = await kustomizeOn(place.path, '1.9.9');
    const { tool, passedOver } = await locateTool(context.catalogue?.tools[0] ?? pilot(), context);
    expect(tool).toBeUndefined();
    expect(passedOver).toEqual([{ path: join(place.path, 'kustomize'), reason: `is ${await versionOf()}, not the pinned 1.9.9` }]);
  });

  test('never from the repository, neither directly nor by a link, nor by a relative entry', async () => {
    await using place = await temporary();
    const repository = join(place.path, 'repository');
    const context = await kustomizeOn(repository, await versionOf());
    await mkdir(join(place.path, 'links'));
    await symlink(join(repository, 'kustomize'), join(place.path, 'links', 'kustomize'));
    const look = (PATH: string, workTree: string | undefined) =>
      locateTool(context.catalogue?.tools[0] ?? pilot(), {
        ...context,
        cache: join(place.path, 'cache'),
        environment: { PATH },
        ...(workTree === undefined ? {} : { workTree }),
      });
    const both = `${repository}:${join(place.path, 'links')}`;
    expect((await look(both, repository)).tool).toBeUndefined();
    expect((await look(both, repository)).passedOver.map(({ reason }) => reason)).toEqual([
      'lies in the repository',
      'lies in the repository',
    ]);
    expect((await look(both, undefined)).tool?.origin).toBe('path');
    expect((await look('.::packages', repository)).passedOver).toEqual([]);
  });

  test('a script and a link to a program of another name are passed over', async () => {
    await using place = await temporary();
    await writeProgram(join(place.path, 'one', 'pilot'), says('1.2.3'));
    await writeProgram(join(place.path, 'manager'), real);
    await mkdir(join(place.path, 'two'));
    await symlink(join(place.path, 'manager'), join(place.path, 'two', 'pilot'));
    const context = contextFor(place.path, { environment: { PATH: `${place.path}/one:${place.path}/two` } });
    const { tool, passedOver } = await locateTool(spec(), context);
    expect(tool).toBeUndefined();
    expect(passedOver.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('is a script'),
      'is a link to a program of another name',
    ]);
  });
});

describe('in the cache', () => {
  const install = (cache: string) => resolveTool('pilot', contextFor(cache));
  const asked = () => server.asked.length;

  test.each([
    ['no stamp', async (directory: string) => rm(join(directory, 'installed.json'))],
    ['a damaged stamp', async (directory: string) => writeFile(join(directory, 'installed.json'), '{"version":1')],
    ['a cut program', async (directory: string) => truncate(join(directory, 'pilot'), 5)],
    ['another program', async (directory: string) => writeFile(join(directory, 'pilot'), says('v1.2.3 '))],
    ['no program', async (directory: string) => rm(join(directory, 'pilot'))],
  ])('%s: noticed and redone', async (_name, damage) => {
    await using cache = await temporary();
    const first = await install(cache.path);
    const before = asked();
    await damage(join(first.path, '..'));
    expect(await install(cache.path)).toEqual(first);
    expect(asked()).toBe(before + 1);
    expect(await readFile(first.path, 'utf8')).toBe(says('v1.2.3'));
  });

  test('a changed byte of a real program is noticed although its checksum is remembered', async () => {
    await using cache = await temporary();
    const bytes = await tarGz({ 'linux-amd64/kustomize': real });
    const version = (await resolveTool('kustomize', { environment: process.env })).version;
    const tool = pilot({ name: 'kustomize', programs: ['kustomize'], version, sha256: { 'linux-amd64': sha256(bytes) } });
    const release = {
      url: 'https://releases.example/k.tar.gz',
      archive: 'tar.gz' as const,
      member: 'linux-amd64/kustomize',
      checksums: { url: 'https://releases.example/s', format: 'single' as const },
    };
    server.routes['/releases.example/k.tar.gz'] = send(bytes);
    const context = contextFor(cache.path, { catalogue: catalogueOf({ ...tool, release }) });
    const first = await resolveTool('kustomize', context);
    await new Promise((resolve) => setTimeout(resolve, 2100));
    await resolveTool('kustomize', context);
    expect(await readdir(join(cache.path, 'tools', '.seen'))).toHaveLength(1);
    const damaged = new Uint8Array(real);
    damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
    await writeFile(first.path, damaged);
    const before = asked();
    expect(await resolveTool('kustomize', context)).toEqual(first);
    expect(asked()).toBe(before + 1);
  });

  test('inside the repository it is refused: what is committed must not stand for a program', async () => {
    await using place = await temporary();
    const inside = contextFor(join(place.path, 'cache'), { workTree: place.path });
    await expect(resolveTool('pilot', inside)).rejects.toMatchObject({
      code: 'input-invalid',
      message: expect.stringContaining('inside the repository'),
    });
    await mkdir(join(place.path, 'repository'));
    await symlink(join(place.path, 'repository'), join(place.path, 'link'));
    const linked = contextFor(join(place.path, 'link', 'cache'), { workTree: join(place.path, 'repository') });
    await expect(resolveTool('pilot', linked)).rejects.toMatchObject({ code: 'input-invalid' });
  });

  test('that cannot be written is a named error', async () => {
    await using place = await temporary();
    await writeFile(join(place.path, 'tools'), 'a file where a directory should be');
    await expect(install(place.path)).rejects.toMatchObject({ code: 'disk-failed', hint: expect.stringContaining('FAIRWAY_CACHE_DIR') });
  });
});

test('an unknown name lists the known ones', async () => {
  await expect(resolveTool('helm', { environment: {} })).rejects.toThrow('there is no program "helm"');
  await expect(resolveTool('helm', { environment: {} })).rejects.toMatchObject({ hint: 'Known programs: kustomize, helm4, helm3.' });
});
