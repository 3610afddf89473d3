// Does every link between our pages lead somewhere, and can every page be found?
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anchorsOf, brokenLinks, linksOf, readPages } from './read-markdown.ts';

const pages = readPages();
const only = (text: string) =>
  brokenLinks(
    new Map([
      ['docs/a.md', text],
      ['docs/b.md', '# Some `Title`, twice\n\n# Some title twice\n'],
    ]),
    (path) => path === 'docs/b.md' || path === 'LICENSE',
  );

describe('links', () => {
  it('lead to files and headings that are there', () => {
    expect(pages.size).toBeGreaterThan(10);
    expect(brokenLinks(pages)).toEqual([]);
  });

  it('to every page in docs start at the README, in a step or two', () => {
    const reachable = new Set(['README.md']);
    for (const page of reachable) {
      for (const target of linksOf(pages.get(page) ?? '')) {
        const file = posix.join(posix.dirname(page), target.split('#')[0] ?? '');
        const below = [...pages.keys()].filter((path) => path === file || path.startsWith(`${file}/`));
        for (const path of below) reachable.add(path);
      }
    }
    expect([...pages.keys()].filter((path) => path.startsWith('docs/') && !reachable.has(path))).toEqual([]);
  });
});

describe('a broken link is found', () => {
  it.each([
    ['a file that is not there', '[x](c.md)', ['docs/a.md: c.md']],
    ['a heading that is not there', '[x](b.md#nothing)', ['docs/a.md: b.md#nothing']],
    ['a heading of the page itself', '# One\n[x](#two)', ['docs/a.md: #two']],
    ['a path that leaves the repository', '[x](../../LICENSE)', ['docs/a.md: ../../LICENSE']],
  ])('%s', (_, text, broken) => {
    expect(only(text)).toEqual(broken);
  });

  it.each([
    ['files and headings', '[x](b.md#some-title-twice) [y](../LICENSE) [z](b.md#some-title-twice-1)'],
    ['other sites', '[x](https://example.org/nothing.md)'],
    ['code', '`[x](c.md)`\n```\n[x](c.md)\n```\n'],
  ])('and only that: %s', (_, text) => {
    expect(only(text)).toEqual([]);
  });
});

it('anchors are those of GitHub', () => {
  expect([...anchorsOf('# A b\n## `fairway.tools.lock`\n```sh\n# no heading\n```\n### What it *did* – twice\n# A b\n')]).toEqual([
    'a-b',
    'fairwaytoolslock',
    'what-it-did--twice',
    'a-b-1',
  ]);
});
