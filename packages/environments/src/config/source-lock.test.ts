// Is fairway.lock read, written and refused as it should be?
import type { LockedSource } from '@fairway/contracts';
import { memoryTree } from '@fairway/testkit';
import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { formatSourceLock, lockedSource, parseSourceLock, readSourceLock, requestOf, sourceLockOf } from './source-lock.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const chart = { kind: 'chart', repository: 'https://charts.example', chart: 'web', version: '1.10', resolved: '1.10.0', digest } as const;
const artifact = { kind: 'oci', url: 'oci://ghcr.io/example/app', reference: '', resolved: digest, digest } as const;
const repository = { kind: 'git', url: 'https://git.example/app', reference: 'branch=main', resolved: 'f'.repeat(40), digest } as const;

test('the text is fixed, sorted, and read back', () => {
  const text = formatSourceLock({ version: 1, sources: [artifact, repository, { ...chart, chart: 'api' }, chart] });
  expect(text).toBe(`# Written by \`fairway lock\`: commit it, do not edit it.
version: 1
sources:
  - kind: chart
    repository: https://charts.example
    chart: api
    version: "1.10"
    resolved: 1.10.0
    digest: ${digest}
  - kind: chart
    repository: https://charts.example
    chart: web
    version: "1.10"
    resolved: 1.10.0
    digest: ${digest}
  - kind: git
    url: https://git.example/app
    reference: branch=main
    resolved: ${'f'.repeat(40)}
    digest: ${digest}
  - kind: oci
    url: oci://ghcr.io/example/app
    reference: ""
    resolved: ${digest}
    digest: ${digest}
`);
  expect(formatSourceLock(parseSourceLock(text))).toBe(text);
});

test('an empty lock is one', () => {
  expect(parseSourceLock(formatSourceLock({ version: 1, sources: [] }))).toEqual({ version: 1, sources: [] });
});

test('an entry is found by what was asked, no more and no less', () => {
  const lock = { version: 1 as const, sources: [chart, artifact, repository] };
  for (const locked of lock.sources) expect(lockedSource(lock, requestOf(locked))).toEqual(locked);
  expect(
    lockedSource(lock, { ...requestOf(chart), kind: 'chart', repository: chart.repository, chart: 'web', version: '1.1' }),
  ).toBeUndefined();
  expect(requestOf(chart)).toEqual({ kind: 'chart', repository: chart.repository, chart: 'web', version: '1.10' });
});

const problemsOf = (text: string): string => {
  const reading = readSourceLock(text);
  return reading.ok
    ? ''
    : reading.problems.map(({ at, message, hint }) => `${at.file}:${at.line}:${at.column} ${message} | ${hint}`).join('\n');
};
const entry = (fields: string): string => `version: 1\nsources:\n  - ${fields.replaceAll('\n', '\n    ')}\n`;

it.each([
  ['another version', 'version: 2\nsources: []\n', 'fairway.lock:1:10 version'],
  ['no entries', 'version: 1\n', 'sources'],
  ['an unknown kind', entry('kind: bucket\nurl: x'), 'fairway.lock:3:11 sources[0].kind'],
  [
    'a digest of another kind',
    entry(`kind: git\nurl: x\nreference: ""\nresolved: x\ndigest: sha1:abc`),
    'fairway.lock:7:13 sources[0].digest',
  ],
  ['a missing field', entry(`kind: git\nurl: x\nresolved: x\ndigest: ${digest}`), 'sources[0].reference'],
  ['an unknown field', entry(`kind: git\nurl: x\nreference: ""\nresolved: x\ndigest: ${digest}\nmirror: y`), 'fairway.lock:8:5'],
  ['a conflict of a merge', '<<<<<<< ours\nversion: 1\n', 'fairway.lock:1:'],
  [
    'a number for text',
    entry(`kind: chart\nrepository: x\nchart: web\nversion: 1.10\nresolved: 1.10.0\ndigest: ${digest}`),
    'fairway.lock:6:14 sources[0].version',
  ],
  [
    'the same request twice',
    formatSourceLock({ version: 1, sources: [chart] }) + formatSourceLock({ version: 1, sources: [chart] }).split('sources:\n')[1],
    'fairway.lock:10:5 sources[1] asks for the same',
  ],
])('refuses %s with its place', (_name, text, expected) => {
  expect(problemsOf(text)).toContain(expected);
});

test('of a tree: absent, there, or no plain file', async () => {
  expect(await sourceLockOf(memoryTree({}))).toBeUndefined();
  expect(await sourceLockOf(memoryTree({ 'fairway.lock': formatSourceLock({ version: 1, sources: [chart] }) }))).toEqual({
    version: 1,
    sources: [chart],
  });
  await expect(sourceLockOf(memoryTree({ 'fairway.lock': { symlink: '/etc/passwd' } }))).rejects.toMatchObject({ code: 'file-unreadable' });
  await expect(sourceLockOf(memoryTree({ 'fairway.lock': 'version: 3' }))).rejects.toMatchObject({ code: 'config-invalid' });
});

test('whatever a field holds is written so that it is read back', () => {
  const word = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
    .filter((text) => !text.includes('\uFFFD') && text.isWellFormed());
  fc.assert(
    fc.property(fc.uniqueArray(word, { maxLength: 8 }), fc.string({ maxLength: 10 }), (names, version) => {
      const sources = names.map((name): LockedSource => ({ ...chart, chart: name, version }));
      const read = parseSourceLock(formatSourceLock({ version: 1, sources }));
      expect(new Set(read.sources.map(({ kind, ...rest }) => JSON.stringify(rest)))).toEqual(
        new Set(sources.map(({ kind, ...rest }) => JSON.stringify(rest))),
      );
    }),
  );
});
