// Does the board fit the terminal, and does it say what it leaves out to fit?
import type { AppResult, Report } from '@fairway/contracts';
import { sampleReport } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { boardOf } from '../board.ts';
import { boardText } from './board-text.ts';
import { paintOf } from './paint.ts';

const app = (env: string, name: string, status: AppResult['status']): AppResult => ({
  id: `${env}/${name}`,
  env,
  app: name,
  kind: 'app',
  root: name,
  renderer: 'kustomize',
  status,
  objects: 1,
});

const reportOf = (names: readonly string[], apps: readonly AppResult[]): Report =>
  sampleReport({ environments: names.map((name) => ({ name })), apps: [...apps], changes: [] });

const drawn = (report: Report, width: number, verbose = false, compared = true): string =>
  boardText(boardOf(report, verbose), { paint: paintOf(false), width, verbose, compared, changes: new Map() });

const many = Array.from({ length: 9 }, (_, i) => `environment-${i}`);
const blocks = (text: string): number => text.split('\n\n').length;

describe('boardText', () => {
  const oneMoves = reportOf(
    many,
    many.map((env, i) => app(env, 'web', i === 4 ? 'changed' : 'unchanged')),
  );

  it('keeps what is unchanged where there is room', () => {
    expect(drawn(oneMoves, 200)).toContain('environment-0');
    expect(drawn(oneMoves, 200)).not.toContain('not shown');
  });

  it('leaves out quiet environments, and counts them, where there is none', () => {
    const text = drawn(oneMoves, 80);
    expect(text).toBe('        environment-4\n  web   ~ changed\n  not shown: 8 environments without any change');
    expect(drawn(oneMoves, 80, true)).toContain('environment-0');
  });

  it('turns the table where that makes it one', () => {
    const text = drawn(
      reportOf(
        many,
        many.map((env) => app(env, 'web', 'changed')),
      ),
      80,
    );
    expect(blocks(text)).toBe(1);
    expect(text.split('\n')).toHaveLength(10);
    expect(text).toContain('  environment-8   ~ changed');
  });

  it('turns the table where neither fits, and that makes fewer tables', () => {
    const names = Array.from({ length: 10 }, (_, i) => `app-${i}`);
    const report = reportOf(
      many,
      names.flatMap((name) => many.map((env) => app(env, name, 'changed'))),
    );
    expect(blocks(drawn(report, 80))).toBe(2);
    expect(drawn(report, 80)).toContain('  environment-8   ~ changed');
  });

  it('stands below one another where it fits neither way', () => {
    const names = Array.from({ length: 20 }, (_, i) => `application-${i}`);
    const text = drawn(
      reportOf(
        many,
        names.flatMap((name) => many.map((env) => app(env, name, 'changed'))),
      ),
      80,
    );
    expect(blocks(text)).toBeGreaterThan(1);
    for (const name of [...names, ...many]) expect(text).toContain(name);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('says how many objects there are where nothing was compared', () => {
    const report = reportOf(['a'], [{ ...app('a', 'web', 'unchanged'), objects: 1234 }, app('a', 'bad', 'failed')]);
    expect(
      boardText(boardOf(report, true), { paint: paintOf(false), width: 80, verbose: false, compared: false, changes: new Map() }),
    ).toBe('        a\n  bad   ✗ failed\n  web   1,234');
  });

  it('heads apps without an environment in words', () => {
    expect(drawn(reportOf([], [app('none', 'web', 'changed')]), 80)).toBe('        no environment\n  web   ~ changed');
  });
});
