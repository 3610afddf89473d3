// What do the tests of external programs share: a server on this machine, a catalogue, archives?
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ToolSpec } from '@fairway/contracts';
import { create } from 'tar';
import type { ToolCatalogue } from '../src/tools/index.ts';

export type Route = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on loopback that answers what the test says and remembers what it was asked. */
export const startServer = async (routes: Record<string, Route>) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    asked.push(path);
    const route = routes[path];
    if (route) route(request, response);
    else response.writeHead(404).end('not found');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    routes,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};

export const send =
  (body: Uint8Array | string): Route =>
  (_request, response) => {
    response.writeHead(200, { 'content-length': Buffer.byteLength(body) }).end(body);
  };

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** A directory that is gone after the test. */
export const temporary = async (): Promise<{ readonly path: string } & AsyncDisposable> => {
  const path = await mkdtemp(join(tmpdir(), 'fairway-tools-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
};

/** Writes an executable file. */
export const writeProgram = async (path: string, text: string | Uint8Array): Promise<string> => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  await chmod(path, 0o755);
  return path;
};

/** A program that says its version and nothing else. */
export const says = (version: string): string => `#!/bin/sh\necho ${version}\n`;

/** A tar.gz with these files. */
export const tarGz = async (files: Readonly<Record<string, string | Uint8Array>>): Promise<Uint8Array> => {
  await using directory = await temporary();
  for (const [name, text] of Object.entries(files)) await writeProgram(join(directory.path, 'in', name), text);
  const file = join(directory.path, 'archive.tar.gz');
  await create({ gzip: true, cwd: join(directory.path, 'in'), file, portable: true }, Object.keys(files));
  return readFile(file);
};

/** A tool that no manifest has: `pilot`, released on a server of the test, built by no Go module. */
export const pilot = (changes: Partial<ToolSpec> = {}): ToolSpec => ({
  name: 'pilot',
  programs: ['pilot'],
  version: '1.2.3',
  supported: '>=1.2.0 <2.0.0',
  purpose: 'stands for a program in tests',
  versionArgs: ['version'],
  flag: 'pilot',
  environmentVariable: 'FAIRWAY_PILOT',
  release: {
    url: 'https://releases.example/pilot/v{version}/pilot_{os}_{arch}.tar.gz',
    archive: 'tar.gz',
    member: '{os}-{arch}/pilot',
    checksums: { url: 'https://releases.example/pilot/v{version}/checksums.txt', format: 'sha256sum' },
  },
  ...changes,
});

/** Path on the mirror of the download of `pilot` for linux-amd64. */
export const PILOT_PATH = '/releases.example/pilot/v1.2.3/pilot_linux_amd64.tar.gz';

export const catalogueOf = (...tools: readonly ToolSpec[]): ToolCatalogue => ({ tools, modules: {} });
