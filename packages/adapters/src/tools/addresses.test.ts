// Is plain http refused everywhere but on this machine, and does a mirror keep the original path?
import { expect, test } from 'vitest';
import { isAllowed, mirrorAddress, mirrored, printable, redirectTarget } from './addresses.ts';

const url = (text: string) => new URL(text);

test.each([
  ['https://a.example/x', 'https://b.example/', true],
  ['http://a.example/x', 'https://b.example/', false],
  ['http://a.example/x', 'http://127.0.0.1:80/', false],
  ['http://127.0.0.1:1/x', 'http://127.0.0.1:80/', true],
  ['http://localhost:1/x', 'http://[::1]:80/', true],
  ['http://127.0.0.1/x', 'https://b.example/', false],
  ['https://127.0.0.1/x', 'https://b.example/', false],
  ['http://127.0.0.1.evil.example/x', 'http://127.0.0.1/', false],
  ['http://localhost.evil.example/x', 'http://127.0.0.1/', false],
  ['file:///etc/passwd', 'http://127.0.0.1/', false],
  ['ftp://127.0.0.1/x', 'http://127.0.0.1/', false],
  ['https://169.254.169.254/latest', 'https://b.example/', false],
  ['https://[fe80::1]/x', 'https://b.example/', false],
  ['https://[::ffff:169.254.169.254]/x', 'https://b.example/', false],
  ['https://metadata.google.internal/x', 'https://b.example/', false],
  ['https://169.254.1.1/x', 'https://169.254.1.1/', true],
  ['http://169.254.1.1/x', 'http://169.254.1.1/', false],
])('%s from %s: %s', (target, start, expected) => {
  expect(isAllowed(url(target), url(start))).toBe(expected);
});

test.each([null, '', 'http://', 'https://[', 'http://a.example/'])('a redirect to %j is refused', (location) => {
  const start = url('https://a.example/x?token=secret');
  if (location === '') expect(redirectTarget(location, start, start).href).toBe(start.href);
  else expect(() => redirectTarget(location, start, start)).toThrow(/redirects to/);
});

test('a refused redirect shows neither token nor password', () => {
  const start = url('https://user:word@a.example/x?token=secret');
  expect(() => redirectTarget('http://b.example/y?sig=hidden', start, start)).toThrow(
    expect.objectContaining({
      message: 'https://a.example/x redirects to http://b.example/y, which is not allowed: only https is followed',
    }),
  );
  expect(printable(start)).toBe('https://a.example/x');
});

test('a mirror holds host and path of the original below its base', () => {
  const original = 'https://github.example/o/r/releases/download/kustomize%2Fv1.0.0/file.tar.gz';
  expect(mirrored(original, url('https://mirror.example/generic/')).href).toBe(
    'https://mirror.example/generic/github.example/o/r/releases/download/kustomize%2Fv1.0.0/file.tar.gz',
  );
  expect(mirrored(original, undefined).href).toBe(original);
});

test.each(['http://mirror.example/', 'mirror.example', 'https://mirror.example/?x=1', 'file:///srv', 'https://mirror.example/#x'])(
  '%s is no mirror',
  (value) => {
    expect(() => mirrorAddress(undefined, { FAIRWAY_TOOLS_MIRROR: value })).toThrow(/must be an https address/);
  },
);

test('the flag comes before the environment, and an empty variable is none', () => {
  expect(mirrorAddress('https://flag.example/', { FAIRWAY_TOOLS_MIRROR: 'https://env.example/' })?.host).toBe('flag.example');
  expect(mirrorAddress(undefined, { FAIRWAY_TOOLS_MIRROR: '' })).toBeUndefined();
  expect(mirrorAddress(undefined, { FAIRWAY_TOOLS_MIRROR: 'http://127.0.0.1:8080' })?.port).toBe('8080');
});
