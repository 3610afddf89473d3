import { RemoteError } from '@fairway/contracts';
import { localGithub } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { createGithubComments } from './github-comments.ts';

const MARKER = '<!-- fairway:render -->';
const open = async () => {
  const github = await localGithub('shop/fleet');
  return { github, port: createGithubComments({ token: 'secret-token', apiUrl: github.url, repository: 'shop/fleet' }) };
};

describe('upsertComment', () => {
  it('creates, then updates in place, then leaves an equal one alone', async () => {
    const { github, port } = await open();
    await using _ = github;
    expect((await port.upsertComment(7, MARKER, `${MARKER} one`)).action).toBe('created');
    expect((await port.upsertComment(7, MARKER, `${MARKER} two`)).action).toBe('updated');
    expect((await port.upsertComment(7, MARKER, `${MARKER} two`)).action).toBe('unchanged');
    expect(github.comments.get(7)?.map((comment) => comment.body)).toEqual([`${MARKER} two`]);
  });

  it('finds its comment behind a full page of others', async () => {
    const { github, port } = await open();
    await using _ = github;
    for (let index = 0; index < 130; index += 1) github.addComment(7, `talk ${index}`);
    github.addComment(7, `${MARKER} old`);
    expect((await port.upsertComment(7, MARKER, `${MARKER} new`)).action).toBe('updated');
    expect(github.comments.get(7)).toHaveLength(131);
  });

  it('names the missing permission', async () => {
    const { github, port } = await open();
    await using _ = github;
    github.failNext(403);
    const failure = await port.upsertComment(7, MARKER, MARKER).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RemoteError);
    expect(failure).toMatchObject({ status: 403, permission: 'pull-requests: write' });
    expect(String((failure as Error).message)).not.toContain('secret-token');
  });

  it('tries again where the forge is busy, and never writes twice', async () => {
    const { github, port } = await open();
    await using _ = github;
    github.failNext(502, 503);
    expect((await port.upsertComment(7, MARKER, `${MARKER} x`)).action).toBe('created');
    expect(github.comments.get(7)).toHaveLength(1);
  });
});
