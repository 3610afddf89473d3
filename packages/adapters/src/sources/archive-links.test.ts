// Do links of an archive lead where the operating system says that they lead?
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unpackArchive } from './unpack-archive.ts';

const name = fc.constantFrom('a', 'b', 'c');
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
const target = fc.array(fc.constantFrom('a', 'b', 'c', '..', '.'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
const entry = fc.record({ path, target: fc.option(target, { nil: undefined }) });

/** Writes what can be written: a path below a file or a link is left out. */
const writeTree = (root: string, entries: readonly { readonly path: string; readonly target: string | undefined }[]): string[] => {
  const links: string[] = [];
  for (const { path: at, target: to } of entries) {
    const place = join(root, at);
    const parents = at
      .split('/')
      .slice(0, -1)
      .map((_, index, all) => all.slice(0, index + 1).join('/'));
    if (parents.some((parent) => links.includes(parent) || (existsSync(join(root, parent)) && !statSync(join(root, parent)).isDirectory())))
      continue;
    if (links.includes(at) || existsSync(place)) continue;
    mkdirSync(dirname(place), { recursive: true });
    if (to === undefined) writeFileSync(place, at);
    else {
      symlinkSync(to, place);
      links.push(at);
    }
  }
  return links;
};

const isInside = (real: string, root: string): boolean => real.startsWith(`${root}/`);

/** Every file that can be reached, links followed; undefined where a link leaves or holds itself. */
const walk = (root: string, at = '', inside: readonly string[] = []): Map<string, string> | undefined => {
  const found = new Map<string, string>();
  for (const entryName of readdirSync(join(root, at))) {
    const child = at === '' ? entryName : `${at}/${entryName}`;
    let real: string;
    try {
      real = realpathSync(join(root, child));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ELOOP') return undefined;
      continue;
    }
    if (!isInside(real, root)) return undefined;
    if (statSync(real).isFile()) found.set(child, readFileSync(real, 'utf8'));
    else {
      if (inside.includes(real)) return undefined;
      const below = walk(root, child, [...inside, real]);
      if (below === undefined) return undefined;
      for (const [key, text] of below) found.set(key, text);
    }
  }
  return found;
};

test('what is unpacked is what is on disk, and nothing is refused without a reason', async () => {
  let [accepted, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 7 }), async (entries) => {
      const root = realpathSync(mkdtempSync(join(tmpdir(), 'fairway-links-')));
      try {
        writeTree(root, entries);
        const expected = walk(root);
        const archive = execFileSync('tar', ['-czf', '-', '.'], { cwd: root });
        const result = await unpackArchive(archive).catch((error: unknown) => error);
        if (result instanceof Map) {
          accepted += 1;
          const texts = new Map([...result].map(([key, bytes]) => [key, Buffer.from(bytes).toString()]));
          // A link to nothing that leads outside is refused or dropped; either way it holds nothing.
          if (expected !== undefined) expect(texts).toEqual(new Map([...expected].toSorted(([a], [b]) => (a < b ? -1 : 1))));
          expect(expected).toBeDefined();
        } else {
          refused += 1;
          expect(result).toMatchObject({ code: 'path-escapes' });
          // On disk a way out need not exist, so only what is whole on disk is held against the refusal.
          const leads = entries.some(({ target: to }) => to?.includes('..')) || expected === undefined;
          expect(leads).toBe(true);
        }
      } finally {
        rmSync(root, { recursive: true, force: true });
      }
    }),
    { numRuns: 150 },
  );
  expect([accepted > 20, refused > 5]).toEqual([true, true]);
});
