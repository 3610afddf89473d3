// Does the board leave out only what nothing happens to, and count it?
import { sampleReport } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { boardOf, boardRest, loudColumns } from './board.ts';
import { reportToMarkdown } from './markdown/report-markdown.ts';

describe('loudColumns', () => {
  it('keeps environments in which something changes, fails or is skipped', () => {
    const board = boardOf(sampleReport(), false);
    expect(loudColumns(board)).toMatchObject({ environments: ['dev', 'test', 'prod', 'prod-b'], quietEnvironments: 0 });
    const calm = sampleReport({ apps: sampleReport().apps.map((app) => (app.env === 'dev' ? { ...app, status: 'unchanged' } : app)) });
    const left = loudColumns(boardOf(calm, false));
    expect(left).toMatchObject({ environments: ['test', 'prod', 'prod-b'], quietEnvironments: 1 });
    expect(left.rows.find((row) => row.app === 'storefront')?.cells.map((cell) => cell?.id)).toEqual([
      'test/storefront',
      'prod/storefront',
      'prod-b/storefront',
    ]);
  });
});

describe('boardRest', () => {
  it('says what is not shown', () => {
    const board = boardOf(sampleReport(), false);
    expect(boardRest(board)).toBe('');
    expect(boardRest({ ...board, quiet: 9, quietEnvironments: 1 })).toBe('1 environment and 9 apps without any change');
  });
});

describe('the board in Markdown', () => {
  const [first] = sampleReport().apps;
  if (first === undefined) throw new Error('the sample has no app');
  const board = (envs: readonly string[]): string =>
    reportToMarkdown(
      sampleReport({
        environments: envs.map((name) => ({ name })),
        apps: envs.map((env, i) => ({ ...first, id: `${env}/web`, env, app: 'web', status: i === 0 ? 'changed' : 'unchanged' })),
        changes: [],
        skipped: [],
      }),
    );

  it('drops quiet environments where there are many', () => {
    expect(board(['a', 'b', 'c'])).toContain('| | `a` | `b` | `c` |');
    expect(board(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toContain('| | `a` |\n');
    expect(board(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toContain('_Not shown: 6 environments without any change._');
  });

  it('heads apps without an environment in words', () => expect(board(['none'])).toContain('| | no environment |\n'));
});
