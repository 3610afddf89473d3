// Does a workflow that uses the action run? Started by act on the host, for push and for pull_request, with artifact and comment.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { resolveTool } from '@fairway/adapters';
import { localGithub, temporaryRepository } from '@fairway/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { programs } from './programs.ts';

const action = join(import.meta.dirname, '..');
const WORKFLOW = `name: render
on: [push, pull_request]
permissions: {}
jobs:
  render:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      pull-requests: write
    steps:
      - uses: actions/checkout@v6
      - id: render
        uses: ./actions/render
        with:
          github-token: \${{ secrets.GITHUB_TOKEN }}
      - env:
          VERDICT: \${{ steps.render.outputs.verdict }}
          CHANGED: \${{ steps.render.outputs.changed-environments }}
        run: echo "verdict=$VERDICT changed=$CHANGED"
`;
const overlay = (env: string, value: string) => ({
  [`overlays/${env}/kustomization.yaml`]: 'resources: [settings.yaml]\n',
  [`overlays/${env}/settings.yaml`]: `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { value: "${value}" }\n`,
});

let env: Readonly<Record<string, string>> = {};
let act = '';
beforeAll(async () => {
  env = await programs();
  act = (await resolveTool('act', { environment: process.env })).path;
}, 300_000);

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

const runAct = async (
  directory: string,
  event: string,
  payload: unknown,
  apiUrl: string,
  artifacts: string,
): Promise<{ code: number; log: string }> => {
  const eventFile = join(mkdtempSync(join(tmpdir(), 'fairway-event-')), 'event.json');
  writeFileSync(eventFile, JSON.stringify(payload));
  const args = [
    event,
    '-P',
    'ubuntu-latest=-self-hosted',
    '-e',
    eventFile,
    '-s',
    'GITHUB_TOKEN=token-of-the-run',
    '--no-cache-server',
    '--artifact-server-addr',
    '127.0.0.1',
    '--artifact-server-port',
    String(await freePort()),
    '--artifact-server-path',
    artifacts,
    '--env',
    `GITHUB_API_URL=${apiUrl}`,
    '--env',
    'GITHUB_REPOSITORY=shop/fleet',
    ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
  ];
  const home = mkdtempSync(join(tmpdir(), 'fairway-act-home-'));
  const clean = { PATH: `${dirname(process.execPath)}:${process.env['PATH']}`, HOME: home, XDG_CACHE_HOME: join(home, '.cache') };
  return new Promise((resolve) => {
    execFile(act, args, { cwd: directory, env: clean, timeout: 120_000, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      rmSync(home, { recursive: true, force: true });
      resolve({ code: error === null ? 0 : 1, log: `${stdout}${stderr}` });
    });
  });
};

const fleet = () => {
  const repository = temporaryRepository({ '.github/workflows/render.yml': WORKFLOW, ...overlay('dev', 'one'), ...overlay('prod', 'one') });
  for (const name of ['action.yml', 'dist'])
    cpSync(join(action, name), join(repository.directory, 'actions/render', name), { recursive: true });
  repository.commit('the action');
  return repository;
};

describe('a workflow that uses the action', () => {
  it('runs on push and uploads the report', async () => {
    using repository = fleet();
    const before = repository.git('rev-parse', 'HEAD');
    repository.commit('change', overlay('dev', 'two'));
    await using github = await localGithub('shop/fleet');
    const artifacts = mkdtempSync(join(tmpdir(), 'fairway-artifacts-'));
    const run = await runAct(
      repository.directory,
      'push',
      { before, repository: { full_name: 'shop/fleet', default_branch: 'main' } },
      github.url,
      artifacts,
    );
    expect(run.log).toContain('verdict=pass changed=["dev"]');
    expect(run.code).toBe(0);
    const uploaded = readdirSync(artifacts, { recursive: true }).map(String);
    expect(uploaded.some((name) => name.includes('fairway-render'))).toBe(true);
  });

  it('runs on pull_request and keeps one comment', async () => {
    using repository = fleet();
    const base = repository.git('rev-parse', 'HEAD');
    repository.git('checkout', '-q', '-b', 'change');
    const head = repository.commit('change', overlay('prod', 'two'));
    await using github = await localGithub('shop/fleet');
    const payload = {
      pull_request: { number: 7, base: { sha: base, ref: 'main' }, head: { sha: head, ref: 'change', repo: { full_name: 'shop/fleet' } } },
      repository: { full_name: 'shop/fleet', default_branch: 'main' },
    };
    const artifacts = mkdtempSync(join(tmpdir(), 'fairway-artifacts-'));
    const run = await runAct(repository.directory, 'pull_request', payload, github.url, artifacts);
    expect(run.log).toContain('verdict=pass changed=["prod"]');
    expect(run.log).not.toContain('token-of-the-run');
    expect(github.comments.get(7)).toHaveLength(1);
  });
});
