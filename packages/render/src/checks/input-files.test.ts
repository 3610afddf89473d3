import { expect, it } from 'vitest';
import { builtContext, contextOf, type Files, found } from '../../test/check-context.ts';

const FILES: Files = {
  'app/kustomization.yaml': 'resources: [a.yaml]\n',
  'app/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n',
};
const context = builtContext(FILES);

it('are no finding when everything is in the commit', () => {
  for (const id of ['remote-base', 'ignored-input', 'lfs-pointer']) expect(found(context, id)).toEqual([]);
});

it('are a finding where a base lies elsewhere', () => {
  const files: Files = { 'app/kustomization.yaml': 'resources: ["https://example.org/base?ref=v1"]\n' };
  expect(found(contextOf(files, ''), 'remote-base')).toMatchObject([
    {
      severity: 'medium',
      location: { file: 'app/kustomization.yaml' },
      message: expect.stringContaining('https://example.org/base?ref=v1'),
    },
  ]);
});

it('are no finding where app.yaml pins a published chart by digest, which a version does not', () => {
  const chart = 'oci://registry.example.org/web';
  const renderer = { kind: 'helm', chart, valueFiles: [], releaseName: 'web', skipCrds: false } as const;
  const remotes = [{ url: chart, what: 'chart', at: { file: 'app/app.yaml' } }] as const;
  const foundFor = (pin: { readonly version?: string; readonly digest?: string }) => {
    const bare = contextOf({}, '', { renderer, config: { renderer: { kind: 'helm', chart, ...pin } } });
    return found({ ...bare, closure: { ...bare.closure, charts: [], remotes } }, 'remote-base');
  };
  expect(foundFor({ version: '1.0.0', digest: `sha256:${'a'.repeat(64)}` })).toEqual([]);
  expect(foundFor({ version: '1.0.0' })).toMatchObject([{ severity: 'medium', location: { file: 'app/app.yaml' } }]);
});

it('are a finding where .gitignore keeps a file out of the commit', () => {
  const files = new Map([...context.closure.files].map(([path, file]) => [path, { ...file, ignored: path === 'app/a.yaml' }]));
  expect(found({ ...context, closure: { ...context.closure, files } }, 'ignored-input')).toMatchObject([
    { severity: 'high', location: { file: 'app/a.yaml' } },
  ]);
});

it('are a finding where a pointer stands for the content', () => {
  expect(found({ ...context, closure: { ...context.closure, lfsPointers: ['app/a.yaml'] } }, 'lfs-pointer')).toMatchObject([
    { location: { file: 'app/a.yaml' } },
  ]);
});
