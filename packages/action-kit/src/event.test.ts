import { describe, expect, it } from 'vitest';
import { readEvent } from './event.ts';

const sha = (digit: string) => digit.repeat(40);
const pull = (repo: string | null) => ({
  number: 7,
  base: { sha: sha('a'), ref: 'main' },
  head: { sha: sha('b'), repo: repo === null ? null : { full_name: repo } },
});

describe('readEvent', () => {
  it.each([
    ['push', { before: sha('c'), repository: { default_branch: 'trunk' } }, { kind: 'before', sha: sha('c'), defaultBranch: 'trunk' }],
    ['push', { before: '0'.repeat(40), repository: { default_branch: 'trunk' } }, { kind: 'default-branch', defaultBranch: 'trunk' }],
    ['push', { before: 'main; rm -rf /' }, { kind: 'default-branch', defaultBranch: undefined }],
    ['merge_group', { merge_group: { base_sha: sha('d'), head_sha: sha('e') } }, { kind: 'commit', sha: sha('d') }],
    ['pull_request', { pull_request: pull('shop/fleet') }, { kind: 'pull-request', mergeBaseWith: sha('a') }],
    ['workflow_dispatch', { repository: { default_branch: 'main' } }, { kind: 'default-branch', defaultBranch: 'main' }],
    ['push', 'no object at all', { kind: 'default-branch', defaultBranch: undefined }],
  ])('%s', (name, payload, base) => {
    expect(readEvent(name, payload, 'shop/fleet').base).toEqual(base);
  });

  it.each([
    ['shop/fleet', false],
    ['stranger/fleet', true],
    [null, true],
  ])('a head in %s is a fork: %s', (repo, fork) => {
    expect(readEvent('pull_request', { pull_request: pull(repo) }, 'shop/fleet').pullRequest?.fork).toBe(fork);
  });
});
