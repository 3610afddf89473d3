// Is a targetRevision read as Argo CD resolves it?
import { describe, expect, it } from 'vitest';
import { artifactReference, followsBranch, gitReference } from './app-source-revision.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

describe('revisions', () => {
  // lsRemote in util/git/client.go, MaxVersion in util/versions/tags.go, argo-cd v3.5.7
  it.each([
    ['', '', true],
    ['HEAD', '', true],
    ['main', 'name=main', true],
    ['release/1.2', 'name=release/1.2', true],
    ['refs/heads/main', 'name=refs/heads/main', true],
    ['refs/tags/v1', 'name=refs/tags/v1', false],
    ['v1.2.3', 'name=v1.2.3', false],
    ['1.2', 'name=1.2', false],
    ['1.2.*', 'name=1.2.*', false],
    ['>=1.0.0 <2.0.0', 'name=>=1.0.0 <2.0.0', false],
    [COMMIT, `commit=${COMMIT}`, false],
    ['0123abc', 'name=0123abc', false],
  ])('git %s is %s', (revision, reference, branch) => {
    expect(gitReference(revision)).toBe(reference);
    expect(followsBranch(revision)).toBe(branch);
  });

  // resolveRevision in util/oci/client.go
  it.each([
    ['', ''],
    ['1.2.3', 'tag=1.2.3'],
    ['latest', 'tag=latest'],
    ['1.x', 'semver=1.x'],
    ['sha256:ab', 'digest=sha256:ab'],
  ])('artifact %s is %s', (revision, reference) => {
    expect(artifactReference(revision)).toBe(reference);
  });
});
