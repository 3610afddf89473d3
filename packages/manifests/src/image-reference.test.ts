// Is an image reference read as container runtimes read it?
import { describe, expect, it } from 'vitest';
import { parseImageReference } from './image-reference.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('parseImageReference', () => {
  it.each([
    ['nginx', 'docker.io/library/nginx', undefined, undefined],
    ['nginx:1.27', 'docker.io/library/nginx', '1.27', undefined],
    ['team/app', 'docker.io/team/app', undefined, undefined],
    ['docker.io/nginx', 'docker.io/library/nginx', undefined, undefined],
    ['index.docker.io/team/app:1', 'docker.io/team/app', '1', undefined],
    ['localhost/app', 'localhost/app', undefined, undefined],
    ['localhost:5000/app:2', 'localhost:5000/app', '2', undefined],
    [`registry.example.com/a/b/c:v1@${DIGEST}`, 'registry.example.com/a/b/c', 'v1', DIGEST],
    [`app@${DIGEST}`, 'docker.io/library/app', undefined, DIGEST],
    ['[2001:db8::1]:5000/app', '[2001:db8::1]:5000/app', undefined, undefined],
    ['Upper/app', 'Upper/app', undefined, undefined],
    ['a.b/c__d/e--f.g', 'a.b/c__d/e--f.g', undefined, undefined],
    ['host:80/app', 'host:80/app', undefined, undefined],
  ])('%s', (text, name, tag, digest) => {
    expect(parseImageReference(text)).toMatchObject({ name });
    expect(parseImageReference(text)?.tag).toBe(tag);
    expect(parseImageReference(text)?.digest).toBe(digest);
  });

  it.each(
    [
      [
        '',
        ' nginx',
        'nginx:',
        'nginx@',
        'nginx@sha256:abc',
        `nginx@${DIGEST.toUpperCase()}`,
        'NGINX',
        'a//b',
        '/a',
        'a/',
        'a:b:c',
        'a_-b',
        `a:${'x'.repeat(129)}`,
      ],
      ['https://a.b/c', 'a.b:x/c', 'f'.repeat(64), `a/${'x'.repeat(260)}`, '${IMAGE}', `a@md5:${'a'.repeat(32)}`, '-a', 'a..b/c/D', 'a b'],
    ].flat(),
  )('%j is none', (text) => {
    expect(parseImageReference(text)).toBeUndefined();
  });
});
