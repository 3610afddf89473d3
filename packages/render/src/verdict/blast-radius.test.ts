import { describe, expect, it } from 'vitest';
import { multiEnvironmentChanges, type TouchedApp, unexpectedEnvironments } from './blast-radius.ts';

const app = (id: string, touchedBy: readonly string[], status: TouchedApp['status'] = 'changed'): TouchedApp => {
  const [env = '', name = ''] = id.split('/');
  return { id, env, name, status, touchedBy };
};
const messages = (apps: readonly TouchedApp[], expected?: readonly string[]): readonly string[] =>
  multiEnvironmentChanges(apps, expected === undefined ? undefined : new Set(expected)).map(
    ({ draft, blocking }) => `${draft.message}${blocking ? ' (blocks)' : ''}`,
  );

describe('a change of several environments', () => {
  it('is told once for each set of environments that the same files reach', () => {
    const apps = [
      app('dev/a', ['base/x', 'base/y']),
      app('prod/a', ['base/x', 'base/y']),
      app('test/b', ['t/own']),
      app('dev/b', ['d/own']),
    ];
    expect(messages(apps)).toEqual(['base/x, base/y alter what dev, prod render', 'this change alters what dev, prod, test render']);
  });

  it('is told without a file where each changes by files of its own', () => {
    expect(messages([app('dev/a', ['d']), app('prod/a', ['p'])])).toEqual(['this change alters what dev, prod render']);
  });

  it('is nothing within one environment, or where renderings are the same or not known', () => {
    expect(messages([app('dev/a', ['base']), app('dev/b', ['base'])])).toEqual([]);
    expect(messages([app('dev/a', ['base']), app('prod/a', ['base'], 'unchanged'), app('test/a', ['base'], 'failed')])).toEqual([]);
  });

  it('blocks only beyond what was expected', () => {
    const apps = [app('dev/a', ['base']), app('test/a', ['base'])];
    expect(messages(apps, ['dev', 'test'])).toEqual(['base alters what dev, test render']);
    expect(messages(apps, ['dev'])).toEqual(['base alters what dev, test render (blocks)']);
  });
});

describe('an unexpected environment', () => {
  it('is named for every app that is added, changed or removed there', () => {
    const apps = [app('dev/a', ['x']), app('prod/a', ['x', 'y'], 'removed'), app('prod/b', [], 'unchanged')];
    expect(unexpectedEnvironments(apps, new Set(['dev'])).map(({ draft, blocking }) => `${draft.message} ${blocking}`)).toEqual([
      'prod/a is removed, and prod is not expected to be touched, because of x and 1 more true',
    ]);
    expect(unexpectedEnvironments(apps, undefined)).toEqual([]);
  });
});
