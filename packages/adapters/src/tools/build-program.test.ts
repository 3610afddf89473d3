// Is Go asked for exactly what was committed, in an environment that cannot change it?
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ToolSpec } from '@fairway/contracts';
import { expect, test } from 'vitest';
import { PILOT_PATH, pilot, says, startServer, temporary, writeProgram } from '../../test/tool-server.ts';
import type { ToolContext } from './context.ts';
import { resolveTool } from './resolve-tool.ts';

const buildable = (changes: Partial<ToolSpec> = {}): ToolSpec =>
  pilot({
    go: {
      directory: 'pilot',
      package: 'example.org/pilot/cmd/pilot',
      ldflags: ['-s', '-X main.version=v{version}'],
      environment: { CGO_ENABLED: '0' },
    },
    ...changes,
  });

/** A stand-in for `go` that writes down what it was asked and copies a program into place. */
const fakeGo = (directory: string, program = says('v1.2.3')) =>
  writeProgram(
    join(directory, 'bin', 'go'),
    `#!/bin/sh\nfor a in "$@"; do echo "arg $a"; done > ${directory}/asked\nenv | sed 's/^/env /' >> ${directory}/asked\ncat go.mod go.sum > ${directory}/module\nwhile [ "$1" != -o ]; do shift; done\nprintf '%s' '${program}' > "$2"\nchmod +x "$2"\n`,
  );

const contextFor = (directory: string, changes: Partial<ToolContext> = {}): ToolContext => ({
  environment: {
    PATH: `${directory}/bin:/usr/bin:/bin`,
    HOME: '/home/someone',
    GOPROXY: 'https://proxy.example',
    GOTOOLCHAIN: 'auto',
    GOFLAGS: '-mod=mod -tags=evil',
    GOOS: 'plan9',
    GOARCH: 'mips',
    CGO_ENABLED: '1',
    CGO_CFLAGS: '-evil',
    GOEXPERIMENT: 'evil',
    GITHUB_TOKEN: 'secret',
  },
  cache: join(directory, 'cache'),
  platform: 'linux-amd64',
  catalogue: { tools: [buildable()], modules: { pilot: { mod: 'module text\n', sum: 'sum text\n' } } },
  ...changes,
});

test('arguments, module files and environment', async () => {
  await using place = await temporary();
  await fakeGo(place.path);
  const tool = await resolveTool('pilot', contextFor(place.path));
  expect(tool).toMatchObject({ version: '1.2.3', origin: 'build' });
  const asked = (await readFile(join(place.path, 'asked'), 'utf8')).split('\n');
  const args = asked.filter((line) => line.startsWith('arg ')).map((line) => line.slice(4));
  expect(args.map((arg) => (arg.includes('.staging') ? 'OUT' : arg))).toEqual([
    ...[
      'build',
      '-mod=readonly',
      '-trimpath',
      '-buildvcs=false',
      '-ldflags=-s -X main.version=v1.2.3',
      '-o',
      'OUT',
      'example.org/pilot/cmd/pilot',
    ],
  ]);
  const environment = asked.filter((line) => line.startsWith('env ')).map((line) => line.slice(4));
  expect(environment).toEqual(
    expect.arrayContaining([
      'GOFLAGS=',
      'GOWORK=off',
      'CGO_ENABLED=0',
      'GOTOOLCHAIN=auto',
      'GOPROXY=https://proxy.example',
      'HOME=/home/someone',
    ]),
  );
  expect(environment.join('\n')).not.toMatch(/secret|plan9|mips|evil/);
  expect(await readFile(join(place.path, 'module'), 'utf8')).toBe('module text\nsum text\n');
  expect(await readdir(join(place.path, 'cache', 'tools', '.staging'))).toEqual([]);
});

test('other module files, flags or packages are another place in the cache', async () => {
  await using place = await temporary();
  await fakeGo(place.path);
  const modules = { pilot: { mod: 'module text\n', sum: 'sum text\n' } };
  const go = { directory: 'pilot', package: 'example.org/pilot/cmd/pilot' };
  const catalogues = [
    { tools: [buildable()], modules },
    { tools: [buildable()], modules: { pilot: { ...modules.pilot, sum: 'other\n' } } },
    { tools: [buildable()], modules: { pilot: { ...modules.pilot, mod: 'other\n' } } },
    { tools: [buildable({ go })], modules },
    { tools: [buildable({ go: { ...go, package: 'example.org/other' } })], modules },
    { tools: [buildable({ go: { ...go, environment: { A: 'b' } } })], modules },
  ];
  const paths: string[] = [];
  for (const catalogue of catalogues) paths.push((await resolveTool('pilot', contextFor(place.path, { catalogue }))).path);
  expect(new Set(paths).size).toBe(catalogues.length);
});

test('a build that fails says why, and leaves nothing', async () => {
  await using place = await temporary();
  await writeProgram(join(place.path, 'bin', 'go'), '#!/bin/sh\necho "missing go.sum entry for module example.org/x" >&2\nexit 1\n');
  const failure = await resolveTool('pilot', contextFor(place.path)).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    code: 'tool-failed',
    message: expect.stringContaining('go build of pilot 1.2.3 ended with exit code 1'),
  });
  expect(failure).toMatchObject({ stderr: expect.stringContaining('missing go.sum entry') });
  expect(await readdir(join(place.path, 'cache', 'tools', '.staging'))).toEqual([]);
});

test('a build of another version is refused', async () => {
  await using place = await temporary();
  await fakeGo(place.path, says('v1.2.4'));
  await expect(resolveTool('pilot', contextFor(place.path))).rejects.toMatchObject({ code: 'tool-version' });
});

test('no Go: both roads are named; Go of the repository does not count', async () => {
  await using place = await temporary();
  await fakeGo(place.path);
  const missing = {
    code: 'tool-missing',
    message: expect.stringContaining('Go is not there to build it'),
    hint: expect.stringMatching(/tools lock.*install Go.*--pilot PATH/),
  };
  await expect(resolveTool('pilot', contextFor(place.path, { environment: { PATH: '/nonexistent' } }))).rejects.toMatchObject(missing);
  await using cache = await temporary();
  const repository = { workTree: join(place.path, 'bin'), cache: cache.path, environment: { PATH: join(place.path, 'bin') } };
  await expect(resolveTool('pilot', contextFor(place.path, repository))).rejects.toMatchObject(missing);
});

test('a locked version that we have no module for cannot be built', async () => {
  await using place = await temporary();
  await fakeGo(place.path);
  const head = { version: 1 as const, tools: { pilot: { version: '1.3.0', sha256: {}, proof: 'checksum-file' as const } } };
  await expect(resolveTool('pilot', contextFor(place.path, { locks: { head } }))).rejects.toThrow('only 1.2.3 can be built');
});

test('a server that does not answer leads to the build road, and it is said; a road that was not asked for is not taken', async () => {
  await using place = await temporary();
  await fakeGo(place.path);
  const server = await startServer({});
  const notes: string[] = [];
  const catalogue = { tools: [buildable({ sha256: { 'linux-amd64': 'a'.repeat(64) } })], modules: { pilot: { mod: 'm', sum: 's' } } };
  const context = contextFor(place.path, { mirror: server.url, catalogue, onProgress: ({ message }) => notes.push(message) });
  await expect(resolveTool('pilot', { ...context, roads: ['download'] })).rejects.toThrow('answered 404; building was not asked for');
  expect(await resolveTool('pilot', context)).toMatchObject({ origin: 'build' });
  expect(notes).toContain(`${server.url}${PILOT_PATH} answered 404; building it instead`);
  await server.close();
});
