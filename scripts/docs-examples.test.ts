// Is what the pages show true: do the examples parse, is every key of a schema explained, does every flag exist?
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAppConfig, parseClusterIdentity, parseClusterNetwork, parseClusterProfile, parseFairwayConfig } from '@fairway/environments';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { type Block, blocksOf, readPages, root } from './read-markdown.ts';

const pages = [...readPages()];
const READERS = {
  fairway: parseFairwayConfig,
  app: parseAppConfig,
  profile: parseClusterProfile,
  network: parseClusterNetwork,
  identity: parseClusterIdentity,
} as const;
const isKind = (name: string | undefined): name is keyof typeof READERS => name !== undefined && Object.hasOwn(READERS, name);

/** A block says in a comment at its top which file it is. */
const kindOf = ({ text }: Block): keyof typeof READERS | undefined => {
  const comments = /^(#.*\n)*/.exec(text)?.[0] ?? '';
  const name = /(?:^# |\/)(fairway|app|profile|network|identity)(?:\.schema\.json|\.yaml)$/m.exec(comments)?.[1];
  return isKind(name) ? name : undefined;
};

const examples = pages.flatMap(([page, text]) =>
  blocksOf(text)
    .filter(({ language }) => language === 'yaml')
    .flatMap((block) => {
      const kind = kindOf(block);
      return kind === undefined ? [] : [{ at: `${page}:${block.line}`, kind, text: block.text }];
    }),
);

describe('examples of configuration', () => {
  it('are found', () => {
    const kinds = examples.map(({ kind }) => kind);
    expect(Object.keys(READERS).filter((kind) => !kinds.some((one) => one === kind))).toEqual([]);
    expect(examples.length).toBeGreaterThanOrEqual(9);
  });

  it.each(examples)('$at can be read as $kind', ({ at, kind, text }) => {
    expect(() => READERS[kind](text, at)).not.toThrow();
  });

  it('would be refused with a key that does not exist', () => {
    for (const { at, kind, text } of examples) expect(() => READERS[kind](`${text}\nnothing: 1\n`, at), at).toThrow(/nothing/);
  });
});

/** Names of all keys that a schema knows, at any depth. */
const keysOf = (schema: unknown): readonly string[] => {
  if (typeof schema !== 'object' || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap(keysOf);
  return Object.entries(schema).flatMap(([key, value]) => [...(key === 'properties' ? Object.keys(value) : []), ...keysOf(value)]);
};

it.each(Object.keys(READERS))('the guides show every key of %s.yaml', (kind) => {
  const schema: unknown = JSON.parse(readFileSync(join(root, `schemas/${kind}.schema.json`), 'utf8'));
  const text = examples.filter((example) => example.kind === kind && example.at.startsWith('docs/guides/')).map((example) => example.text);
  const keys = [...new Set(keysOf(schema))].filter((key) => key !== '$schema');
  expect(keys.length).toBeGreaterThan(3);
  expect(keys.filter((key) => !new RegExp(`(^|[\\s{,])${key}:`, 'm').test(text.join('\n')))).toEqual([]);
});

it.each(pages.filter(([page]) => page !== 'docs/findings.md'))('YAML in %s can be read', (page, text) => {
  const wrong = blocksOf(text)
    .filter(({ language }) => language === 'yaml')
    .flatMap((block) => parseDocument(block.text).errors.map((error) => `${page}:${block.line}: ${error.message}`));
  expect(wrong).toEqual([]);
});

/** Flags of the command line, as its sources declare them. */
const flags = new Set(
  readdirSync(join(root, 'packages/cli/src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .flatMap((path) => [...readFileSync(join(root, 'packages/cli/src', path), 'utf8').matchAll(/ption\(\s*'[^']*?(--[a-z][a-z0-9-]*)/g)])
    .map(([, flag = '']) => flag),
);

/** Flags that stand behind the word `fairway` on one line, up to the end of the command. */
const usedFlags = (text: string): readonly string[] =>
  [
    ...text.matchAll(
      /(?:^|[\s`/])fairway ((?:-C \S+ )?(?:render|init|doctor|tools|cache|lock|fetch|vendor|graph|reconcilers|network|--)[^`\n|#;&]*)/g,
    ),
  ].flatMap(([, rest = '']) => rest.match(/--[a-z][a-z0-9-]*/g) ?? []);

describe('flags', () => {
  it('of every command that a page shows exist', () => {
    expect(flags.size).toBeGreaterThan(25);
    const unknown = pages.flatMap(([page, text]) =>
      usedFlags(text)
        .filter((flag) => !flags.has(flag))
        .map((flag) => `${page}: ${flag}`),
    );
    expect(unknown).toEqual([]);
  });

  it('that do not exist would be found', () => {
    expect(usedFlags('`fairway render --nothing`, `./fairway -C x render --base main # --not-me`')).toEqual(['--nothing', '--base']);
    const others = ['lock', 'fetch', 'vendor', 'graph', 'reconcilers generate', 'network plan'].map(
      (command) => `fairway ${command} --of-${command.slice(0, 4)}`,
    );
    expect(usedFlags(others.join('\n'))).toEqual(['--of-lock', '--of-fetc', '--of-vend', '--of-grap', '--of-reco', '--of-netw']);
  });
});
