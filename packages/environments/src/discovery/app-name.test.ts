// Do apps that nobody named get names that say something and are unique?
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idKey, namesFor, uniqueNames } from './app-name.ts';

const first = (path: string, environmentIndex?: number) =>
  namesFor(path.split('/'), { renderer: 'kustomize', ...(environmentIndex === undefined ? {} : { environmentIndex }) })[0];

it.each([
  ['src/frontend/k8s/overlays/production', 4, 'frontend'],
  ['environments/prod/apps/web', 1, 'web'],
  ['web/overlays/dev', 2, 'web'],
  ['apps/production', 1, 'apps'],
  ['k8s/overlays/dev', 2, 'k8s'],
  ['overlays/dev', 1, 'app'],
  ['kustomize', undefined, 'kustomize'],
  ['charts/web', undefined, 'web'],
  ['my app!/dev', 1, 'my-app'],
  ['.github/x', undefined, 'x'],
])('%s → %s', (path, index, expected) => {
  expect(first(path, index)).toBe(expected);
});

describe('uniqueNames', () => {
  const thing = (env: string, ...names: string[]) => ({ env, names });
  const chosen = (...things: { env: string; names: readonly string[] }[]) => [...uniqueNames(things).values()].toSorted();

  it('extends to the left only what clashes, only in its environment', () => {
    const names = chosen(
      thing('dev', 'web', 'a-web'),
      thing('dev', 'web', 'b-web'),
      thing('prod', 'web', 'a-web'),
      thing('dev', 'api', 'x-api'),
    );
    expect(names).toEqual(['a-web', 'api', 'b-web', 'web']);
  });

  it('leaves a declared name alone and moves the inferred one', () => {
    expect(chosen(thing('dev', 'web'), thing('dev', 'web', 'apps-web'))).toEqual(['apps-web', 'web']);
  });

  it('numbers what no path tells apart, also on disks that ignore case', () => {
    expect(chosen(thing('dev', 'a-b', 'a-b-c'), thing('dev', 'a-b', 'a-b-c'))).toEqual(['a-b-c', 'a-b-c-2']);
    expect(chosen(thing('dev', 'Web', 'x-Web'), thing('dev', 'web', 'y-web'))).toEqual(['x-Web', 'y-web']);
  });

  it('gives every inferred app of any tree its own name', () => {
    const segment = fc.constantFrom('web', 'api', 'a', 'b-c', 'overlays', 'k8s', 'base', 'Web');
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.array(segment, { minLength: 1, maxLength: 5 }), { selector: (path) => path.join('/'), maxLength: 30 }),
        (paths) => {
          const things = paths.map((path) => ({ env: 'dev', names: namesFor(path, { renderer: 'kustomize' }) }));
          const keys = [...uniqueNames(things).values()].map((name) => idKey('dev', name));
          expect(new Set(keys).size).toBe(paths.length);
          expect(keys.every((key) => /^dev\/[a-z0-9][\w.-]*$/.test(key))).toBe(true);
        },
      ),
    );
  });
});
