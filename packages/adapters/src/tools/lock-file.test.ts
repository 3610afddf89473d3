// Is a lock file read strictly, with the place of each problem, and written the same way each time?
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError, type ReadResult, type SourceTree } from '@fairway/contracts';
import { describe, expect, test } from 'vitest';
import { temporary } from '../../test/tool-server.ts';
import { formatToolsLock, parseToolsLock, readToolsLock, TOOLS_LOCK, toolLocksOf } from './lock-file.ts';

const sum = (digit: string) => digit.repeat(64);
const text = formatToolsLock({
  version: 1,
  tools: {
    zeta: { version: '1.0.0', sha256: {}, proof: 'manifest' },
    alpha: { version: '2.0.0', sha256: { 'linux-amd64': sum('a') }, proof: 'signature' },
  },
});

const problemsOf = (content: string) => {
  try {
    parseToolsLock(content);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ message, at }) => `${at.file}:${at.line}:${at.column} ${message}`);
    throw error;
  }
  return [];
};

test('what is written is read again, and does not depend on the order of making', () => {
  const lock = parseToolsLock(text);
  expect(formatToolsLock({ version: 1, tools: Object.fromEntries(Object.entries(lock.tools).reverse()) })).toBe(text);
  expect(
    formatToolsLock({
      version: 1,
      tools: { a: { version: '1.0.0', proof: 'manifest', sha256: { 'darwin-arm64': sum('b'), 'linux-amd64': sum('a') } } },
    }),
  ).toMatch(/linux-amd64[^}]*darwin-arm64/s);
  expect(text.endsWith('}\n')).toBe(true);
});

describe('refused, with the place', () => {
  test.each([
    [
      'an address',
      text.replace('"version": "2.0.0",', '"version": "2.0.0",\n      "url": "https://evil.example/x",'),
      '6:7',
      'tools.alpha: Unrecognized key: "url"',
    ],
    [
      'a path of a program',
      text.replace('"version": "2.0.0",', '"version": "2.0.0", "path": "./helm",'),
      ':5:',
      'Unrecognized key: "path"',
    ],
    ['a short checksum', text.replace(sum('a'), 'abc'), ':8:', 'a SHA-256 in 64 lower-case hexadecimal digits'],
    ['a range as version', text.replace('2.0.0', '^2.0.0'), ':5:', 'a full version without v'],
    ['latest', text.replace('2.0.0', 'latest'), ':5:', 'a full version without v'],
    ['another schema version', text.replace('"version": 1', '"version": 2'), ':2:', 'version'],
    ['a comma too many', text.replace('"signature",', '"signature",,'), ':6:', 'not valid JSON'],
    ['half a file', text.slice(0, 60), '', 'not valid JSON'],
    ['nothing', '', ':1:1', 'not valid JSON'],
    ['a list', '[]', ':1:1', 'expected object'],
  ])('%s', (_name, content, place, message) => {
    const [first = ''] = problemsOf(content);
    expect(first).toContain(`${TOOLS_LOCK}:`);
    expect(first).toContain(place);
    expect(first).toContain(message);
  });
  test('all problems at once', () => {
    expect(problemsOf(text.replace(sum('a'), 'abc').replace('1.0.0', 'one'))).toHaveLength(2);
  });
});

describe('in a work tree', () => {
  test('absent, present, a symlink, a directory, too large', async () => {
    await using directory = await temporary();
    const path = join(directory.path, TOOLS_LOCK);
    expect(await readToolsLock(directory.path)).toBeUndefined();
    await writeFile(join(directory.path, 'elsewhere'), text);
    await symlink('elsewhere', path);
    await expect(readToolsLock(directory.path)).rejects.toMatchObject({ code: 'file-unreadable' });
    await using other = await temporary();
    await mkdir(join(other.path, TOOLS_LOCK));
    await expect(readToolsLock(other.path)).rejects.toMatchObject({ code: 'file-unreadable' });
    await using third = await temporary();
    await writeFile(join(third.path, TOOLS_LOCK), `${text}${' '.repeat(1024 * 1024)}`);
    await expect(readToolsLock(third.path)).rejects.toMatchObject({ code: 'file-unreadable' });
    await writeFile(join(third.path, TOOLS_LOCK), text);
    expect(Object.keys((await readToolsLock(third.path))?.tools ?? {})).toEqual(['alpha', 'zeta']);
  });
});

test('both sides of a change; a broken base can be mended by the head', async () => {
  const tree = (content: string | undefined): SourceTree => {
    const result: ReadResult = content === undefined ? { kind: 'absent' } : { kind: 'file', bytes: Buffer.from(content), ignored: false };
    return {
      root: undefined,
      commit: 'c',
      dirty: false,
      entries: new Map(),
      read: async () => new Map([[TOOLS_LOCK, result]]),
      materialise: async () => {},
    };
  };
  expect(await toolLocksOf(tree(undefined), undefined)).toEqual({});
  expect(await toolLocksOf(tree(text), tree(undefined))).toMatchObject({ head: { version: 1 }, base: null });
  expect(await toolLocksOf(tree(text), tree('{'))).toMatchObject({ base: null });
  await expect(toolLocksOf(tree('{'), tree(text))).rejects.toBeInstanceOf(ConfigError);
});
