// Where do the charts of the proof come from? A chart repository over HTTP and a registry, both on loopback.

import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join, normalize } from 'node:path';
import { chartFiles } from './argo-features.ts';

export interface ChartServers extends AsyncDisposable {
  readonly http: string;
  /** Without `oci://`. */
  readonly registry: string;
  /** Digest of the manifest of `web` 1.2.0 in the registry. */
  readonly digest: string;
}

const writeChart = (directory: string, version: string): string => {
  for (const [path, text] of Object.entries(chartFiles(version))) {
    mkdirSync(dirname(join(directory, 'web', path)), { recursive: true });
    writeFileSync(join(directory, 'web', path), text);
  }
  return join(directory, 'web');
};

const serveFiles = (root: string) =>
  createServer((request, response) => {
    try {
      const bytes = readFileSync(join(root, normalize(`/${(request.url ?? '').split('?')[0]}`)));
      response.writeHead(200, { 'content-length': bytes.length });
      response.end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });

/** Packs two versions of the chart and offers them; `registry` is the address of a running registry. */
export const offerCharts = async (
  directory: string,
  { helm, registry }: { readonly helm: string; readonly registry: string },
): Promise<ChartServers> => {
  const packed = join(directory, 'packed');
  mkdirSync(packed, { recursive: true });
  const home = {
    PATH: '/usr/bin:/bin',
    HOME: directory,
    HELM_CACHE_HOME: directory,
    HELM_CONFIG_HOME: directory,
    HELM_DATA_HOME: directory,
  };
  const run = (...args: readonly string[]): Promise<string> =>
    new Promise((resolve, reject) =>
      execFile(helm, args, { env: home }, (error, stdout, stderr) => (error ? reject(new Error(stderr)) : resolve(stdout + stderr))),
    );
  let digest = '';
  for (const version of ['1.1.0', '1.2.0']) {
    await run('package', writeChart(join(directory, version), version), '--destination', packed);
    digest =
      /sha256:[0-9a-f]{64}/.exec(await run('push', join(packed, `web-${version}.tgz`), `oci://${registry}/charts`, '--plain-http'))?.[0] ??
      '';
  }
  const server = serveFiles(packed);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const http = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  await run('repo', 'index', packed, '--url', http);
  return {
    http,
    registry: `${registry}/charts`,
    digest,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
