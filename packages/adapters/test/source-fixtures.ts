// What do the tests of sources share: charts that real helm packed, servers, what a failed promise threw?
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createSourcePort, resolveTool, type SourceLimits, type SourceOptions } from '../src/index.ts';
import { type Route, send } from './tool-server.ts';

/** A chart on disk. */
export const writeChart = (directory: string, name: string, version: string): string => {
  const files: Readonly<Record<string, string>> = {
    'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: ${version}\n`,
    'values.yaml': 'color: green\n',
    'templates/settings.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { color: {{ .Values.color }} }\n',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name, path)), { recursive: true });
    writeFileSync(join(directory, name, path), text);
  }
  return join(directory, name);
};

/** Runs the pinned helm, installed as every test gets it. */
export const helm = async (args: readonly string[], home: string): Promise<string> => {
  const { path } = await resolveTool('helm4', { environment: process.env });
  const env = { PATH: process.env['PATH'], HOME: home, HELM_CACHE_HOME: home, HELM_CONFIG_HOME: home, HELM_DATA_HOME: home };
  return execFileSync(path, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
};

/** A Helm repository in a directory: packages and index.yaml as helm makes them. Gives what a server sends, by path. */
export const helmRepository = async (
  directory: string,
  charts: readonly (readonly [name: string, version: string])[],
  url?: string,
): Promise<Record<string, Route>> => {
  const out = join(directory, 'out');
  mkdirSync(out, { recursive: true });
  for (const [name, version] of charts)
    await helm(['package', writeChart(join(directory, version), name, version), '--destination', out], directory);
  await helm(['repo', 'index', out, ...(url === undefined ? [] : ['--url', url])], directory);
  return Object.fromEntries(readdirSync(out).map((name) => [`/charts/${name}`, send(readFileSync(join(out, name)))]));
};

/** Limits that make a test of a slow or endless server short. */
export const SHORT: Partial<SourceLimits> = {
  waitMs: 400,
  totalMs: 1500,
  indexBytes: 200_000,
  archiveBytes: 100_000,
  documentBytes: 50_000,
};

/** A port that knows nothing of this machine but where git is. */
export const portFor = (options: Partial<SourceOptions> = {}) =>
  createSourcePort({ ...options, environment: { PATH: process.env['PATH'], HOME: '/nonexistent', ...options.environment } });

/** What a promise was rejected with. */
export const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => {
      throw new Error(`not refused: ${JSON.stringify(value)}`);
    },
    (error: unknown) => error,
  );
