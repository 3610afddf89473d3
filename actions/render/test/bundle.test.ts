// Does the built bundle do the job, as the runner starts it? Real git, kustomize and a local forge.
import { join } from 'node:path';
import { localGithub, runBundle, type TemporaryRepository, temporaryRepository } from '@fairway/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { programs } from './programs.ts';

const bundle = join(import.meta.dirname, '..', 'dist', 'index.mjs');
const overlay = (env: string, replicas: number) => ({
  [`overlays/${env}/kustomization.yaml`]: 'resources: [../../base]\npatches: [{ path: patch.yaml }]\n',
  [`overlays/${env}/patch.yaml`]: `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { replicas: ${replicas} }\n`,
});
const START = {
  'base/kustomization.yaml': 'resources: [deployment.yaml]\n',
  'base/deployment.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec:\n  selector: { matchLabels: { app: web } }\n  template:\n    metadata: { labels: { app: web } }\n    spec: { containers: [{ name: web, image: "registry.example/web:1" }] }\n',
  ...overlay('dev', 1),
  ...overlay('prod', 3),
};

let env: Readonly<Record<string, string>> = {};
beforeAll(async () => {
  env = await programs();
});

interface Pull {
  readonly repository: TemporaryRepository;
  readonly base: string;
  readonly head: string;
}

/** A pull request checked out as the forge does: the merge commit of target branch and head. */
const pullRequest = (files: Readonly<Record<string, string>>): Pull => {
  const repository = temporaryRepository(START);
  repository.git('checkout', '-q', '-b', 'change');
  const head = repository.commit('change', files);
  repository.git('checkout', '-q', 'main');
  const base = repository.commit('meanwhile', { 'README.md': 'other work\n' });
  repository.git('merge', '-q', '--no-ff', '-m', 'merge', 'change');
  return { repository, base, head };
};

const payload = (pull: Pull, from = 'shop/fleet') => ({
  pull_request: { number: 7, base: { sha: pull.base, ref: 'main' }, head: { sha: pull.head, repo: { full_name: from } } },
  repository: { full_name: 'shop/fleet', default_branch: 'main' },
});

describe('the bundle', () => {
  it('shows on a pull request what changes where, in summary, comment and outputs', async () => {
    const pull = pullRequest(overlay('prod', 5));
    using _ = pull.repository;
    await using github = await localGithub('shop/fleet');
    const run = () =>
      runBundle({
        bundle,
        workspace: pull.repository.directory,
        event: { name: 'pull_request', payload: payload(pull) },
        inputs: { 'github-token': 'secret-token', 'upload-artifact': 'false' },
        env: { ...env, GITHUB_API_URL: github.url },
      });
    using first = await run();
    expect(first.log).not.toContain('secret-token');
    expect(first.outputs).toMatchObject({ verdict: 'pass', 'changed-environments': '["prod"]' });
    expect(JSON.parse(first.outputs['changed-apps'] ?? '[]')).toHaveLength(1);
    expect(first.summary).toContain('prod');
    expect(first.code).toBe(0);
    using second = await run();
    expect(second.code).toBe(0);
    expect(github.comments.get(7)).toHaveLength(1);
    expect(github.comments.get(7)?.[0]?.body).toMatch(/replicas/);
    expect(first.outputs['comment-url']).toContain('/pull/7#');
  });

  it('from a fork writes no comment and says so', async () => {
    const pull = pullRequest(overlay('dev', 2));
    using _ = pull.repository;
    await using github = await localGithub('shop/fleet');
    using run = await runBundle({
      bundle,
      workspace: pull.repository.directory,
      event: { name: 'pull_request', payload: payload(pull, 'stranger/fleet') },
      inputs: { 'github-token': 'read-only', 'upload-artifact': 'false' },
      env: { ...env, GITHUB_API_URL: github.url },
    });
    expect(run.code).toBe(0);
    expect(github.requests).toEqual([]);
    expect(run.summary).toMatch(/fork/);
  });

  it('fails when an environment changes that was not expected', async () => {
    const pull = pullRequest({ ...overlay('dev', 2), ...overlay('prod', 4) });
    using _ = pull.repository;
    using run = await runBundle({
      bundle,
      workspace: pull.repository.directory,
      event: { name: 'pull_request', payload: payload(pull) },
      inputs: { 'expect-environments': 'dev', comment: 'false', 'upload-artifact': 'false' },
      env,
    });
    expect(run.code).toBe(1);
    expect(run.outputs['verdict']).toBe('fail');
    expect(run.log).toContain('::error');
  });

  it('on a push compares with the commit before, and in a shallow clone fetches it', async () => {
    using origin = temporaryRepository(START);
    const before = origin.git('rev-parse', 'HEAD');
    origin.commit('change', overlay('dev', 4));
    using clone = temporaryRepository();
    clone.git('remote', 'add', 'origin', `file://${origin.directory}`);
    clone.git('fetch', '-q', '--depth', '1', 'origin', 'main');
    clone.git('checkout', '-q', '-B', 'main', 'FETCH_HEAD');
    using run = await runBundle({
      bundle,
      workspace: clone.directory,
      event: { name: 'push', payload: { before, repository: { full_name: 'shop/fleet', default_branch: 'main' } } },
      inputs: { 'upload-artifact': 'false' },
      env,
    });
    expect(run.log).not.toContain('::error');
    expect(run.outputs).toMatchObject({ verdict: 'pass', 'changed-environments': '["dev"]' });
  });

  it('goes on with a warning that names the permission when the comment is refused', async () => {
    const pull = pullRequest(overlay('prod', 5));
    using _ = pull.repository;
    await using github = await localGithub('shop/fleet');
    github.failNext(403);
    using run = await runBundle({
      bundle,
      workspace: pull.repository.directory,
      event: { name: 'pull_request', payload: payload(pull) },
      inputs: { 'github-token': 'weak', 'upload-artifact': 'false' },
      env: { ...env, GITHUB_API_URL: github.url },
    });
    expect(run.code).toBe(0);
    expect(run.log).toMatch(/::warning.*pull-requests: write/);
  });

  it('refuses a wrong input, and its outputs are defined all the same', async () => {
    using repository = temporaryRepository(START);
    using run = await runBundle({
      bundle,
      workspace: repository.directory,
      event: { name: 'push', payload: {} },
      inputs: { comment: 'perhaps' },
      env,
    });
    expect(run.code).toBe(1);
    expect(run.log).toMatch(/input comment: found "perhaps", expected true or false/);
  });

  it('takes a merge group and a dispatch', async () => {
    using repository = temporaryRepository(START);
    const base = repository.git('rev-parse', 'HEAD');
    const head = repository.commit('change', overlay('dev', 4));
    using group = await runBundle({
      bundle,
      workspace: repository.directory,
      event: { name: 'merge_group', payload: { merge_group: { base_sha: base, head_sha: head } } },
      inputs: { 'upload-artifact': 'false' },
      env,
    });
    expect(group.outputs).toMatchObject({ verdict: 'pass', 'changed-environments': '["dev"]' });
    using dispatch = await runBundle({
      bundle,
      workspace: repository.directory,
      event: { name: 'workflow_dispatch', payload: {} },
      inputs: { 'upload-artifact': 'false', base: 'none' },
      env,
    });
    expect(dispatch.outputs).toMatchObject({ verdict: 'pass', 'changed-environments': '[]' });
  });
});
