// Do several processes on one cache install a program once, and does a killed one leave the way free?
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { catalogueOf, PILOT_PATH, pilot, says, send, sha256, startServer, tarGz, temporary } from '../../test/tool-server.ts';
import type { ToolContext } from './context.ts';
import { resolveTool } from './resolve-tool.ts';

const CHILD = fileURLToPath(new URL('../../test/install-in-child.ts', import.meta.url));

const startChild = (context: ToolContext): ChildProcess =>
  spawn(process.execPath, ['--no-warnings', CHILD, JSON.stringify(context)], { stdio: ['ignore', 'pipe', 'pipe'] });

const finish = async (child: ChildProcess): Promise<{ readonly stdout: string; readonly stderr: string; readonly code: number | null }> => {
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const [code] = await once(child, 'close');
  return { stdout, stderr, code: typeof code === 'number' ? code : null };
};

const prepare = async (cache: string) => {
  const archive = await tarGz({ 'linux-amd64/pilot': says('v1.2.3') });
  const server = await startServer({});
  const context: ToolContext = {
    environment: { PATH: '/nonexistent' },
    cache,
    platform: 'linux-amd64',
    mirror: server.url,
    catalogue: catalogueOf(pilot({ sha256: { 'linux-amd64': sha256(archive) } })),
  };
  return { archive, server, context };
};

test('three processes at once: one downloads, the others wait, all get the same program', async () => {
  await using cache = await temporary();
  const { archive, server, context } = await prepare(cache.path);
  server.routes[PILOT_PATH] = (request, response) => void setTimeout(() => send(archive)(request, response), 1500);
  const done = await Promise.all([1, 2, 3].map(() => finish(startChild(context))));
  await server.close();
  expect(done.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(new Set(done.map(({ stdout }) => stdout)).size).toBe(1);
  expect(server.asked).toEqual([PILOT_PATH]);
  expect(done.filter(({ stderr }) => stderr.includes('wait')).length).toBeGreaterThanOrEqual(1);
  expect(await readdir(join(cache.path, 'tools', '.locks'))).toEqual([]);
  expect(await readdir(join(cache.path, 'tools', '.staging'))).toEqual([]);
});

test('three at once in one process', async () => {
  await using cache = await temporary();
  const { archive, server, context } = await prepare(cache.path);
  server.routes[PILOT_PATH] = send(archive);
  const tools = await Promise.all([1, 2, 3].map(() => resolveTool('pilot', { ...context, lockTimes: { pollMs: 20 } })));
  await server.close();
  expect(new Set(tools.map(({ path }) => path)).size).toBe(1);
  expect(server.asked).toEqual([PILOT_PATH]);
});

test('a process killed in the middle leaves nothing that stands in the way', async () => {
  await using cache = await temporary();
  const { archive, server, context } = await prepare(cache.path);
  const begun = new Promise<void>((resolve) => {
    server.routes[PILOT_PATH] = (_request, response) => {
      response.writeHead(200, { 'content-length': archive.length });
      response.write(archive.subarray(0, 20), () => resolve());
    };
  });
  const child = startChild(context);
  await begun;
  await new Promise((resolve) => setTimeout(resolve, 200));
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(await readdir(join(cache.path, 'tools', '.locks'))).toHaveLength(1);
  expect(await readdir(join(cache.path, 'tools', '.staging'))).toHaveLength(1);
  server.routes[PILOT_PATH] = send(archive);
  expect((await resolveTool('pilot', context)).version).toBe('1.2.3');
  await server.close();
  expect(await readdir(join(cache.path, 'tools', '.locks'))).toEqual([]);
  expect(await readdir(join(cache.path, 'tools', '.staging'))).toEqual([]);
});
