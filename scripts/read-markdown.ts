// What is in our Markdown files: code blocks, links, and the anchors that links can name?
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of this repository. Absolute. */
export const root: string = dirname(dirname(fileURLToPath(import.meta.url)));

/** Text of each page by path, relative to the root. */
export type Pages = ReadonlyMap<string, string>;

const SKIPPED = /(^|\/)(node_modules|dist|\.git|\.turbo|\.fairway|coverage)(\/|$)/;

/** Every Markdown file of the work tree that we wrote. */
export const readPages = (): Pages =>
  new Map(
    readdirSync(root, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
      .filter((path) => !SKIPPED.test(path))
      .toSorted()
      .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  );

/** One fenced block. The line is that of its first line of text, counted from 1. */
export interface Block {
  readonly language: string;
  readonly text: string;
  readonly line: number;
}

/** Fenced code blocks of a page, in order. */
export const blocksOf = (text: string): readonly Block[] =>
  [...text.matchAll(/^```(\w*)[^\n]*\n(.*?)^```[ \t]*$/gms)].map(({ 1: language = '', 2: content = '', index }) => ({
    language,
    text: content,
    line: text.slice(0, index).split('\n').length + 1,
  }));

const withoutCode = (text: string): string => text.replaceAll(/^```.*?^```[ \t]*$/gms, '').replaceAll(/`[^`\n]*`/g, '');

/** Targets of all links and pictures outside of code. */
export const linksOf = (text: string): readonly string[] =>
  [...withoutCode(text).matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g)].map(([, target = '']) => target);

/** Anchors of a page as GitHub makes them: lower case, no punctuation, dashes for blanks, a number for what is there twice. */
export const anchorsOf = (text: string): ReadonlySet<string> => {
  const anchors = new Set<string>();
  for (const [, title = ''] of text.replaceAll(/^```.*?^```[ \t]*$/gms, '').matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
    const plain = title.replaceAll(/&\w+;|\]\([^)]*\)/g, '').toLowerCase();
    const slug = plain.replaceAll(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');
    let anchor = slug;
    for (let number = 1; anchors.has(anchor); number += 1) anchor = `${slug}-${number}`;
    anchors.add(anchor);
  }
  return anchors;
};

const ELSEWHERE = /^[a-z][a-z0-9+.-]*:/i;

/** `page: target` for every relative link that leads nowhere, be it the file or the anchor that is missing. */
export const brokenLinks = (pages: Pages, exists: (path: string) => boolean = (path) => existsSync(join(root, path))): readonly string[] =>
  [...pages].flatMap(([page, text]) =>
    linksOf(text)
      .filter((target) => !ELSEWHERE.test(target))
      .filter((target) => {
        const [path = '', anchor] = target.split('#');
        const file = path === '' ? page : posix.join(posix.dirname(page), path);
        if (file.startsWith('../') || !exists(file)) return true;
        const linked = pages.get(file);
        return anchor !== undefined && linked !== undefined && !anchorsOf(linked).has(anchor);
      })
      .map((target) => `${page}: ${target}`),
  );
