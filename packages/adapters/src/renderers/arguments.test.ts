import type { HelmRequest, KustomizeRequest, ResolvedTool } from '@fairway/contracts';
import { describe, expect, it } from 'vitest';
import { helmArguments } from './helm.ts';
import { kustomizeArguments } from './kustomize.ts';

const program = (name: string): ResolvedTool => ({ name, version: '1.0.0', sha256: '0'.repeat(64), path: `/opt/${name}`, origin: 'path' });

describe('kustomize', () => {
  const request: KustomizeRequest = {
    id: '1',
    renderer: 'kustomize',
    program: program('kustomize'),
    root: '/r',
    path: 'environments/dev/apps/shop',
    loadRestrictor: 'root-only',
  };
  it.each<[string, Partial<KustomizeRequest>, string[]]>([
    ['an overlay', {}, ['build', './environments/dev/apps/shop', '--load-restrictor', 'LoadRestrictionsRootOnly']],
    [
      'the root itself, without restriction',
      { path: '', loadRestrictor: 'none' },
      ['build', '.', '--load-restrictor', 'LoadRestrictionsNone'],
    ],
    [
      'versions mean nothing without helm',
      { kubeVersion: '1.33.0', apiVersions: ['a/v1'] },
      ['build', './environments/dev/apps/shop', '--load-restrictor', 'LoadRestrictionsRootOnly'],
    ],
    [
      'local charts',
      { path: '-rf', helm: program('helm'), kubeVersion: '1.33.0', apiVersions: ['a/v1', 'b/v1'] },
      // biome-ignore format: one flag a line reads best
      ['build', './-rf', '--load-restrictor', 'LoadRestrictionsRootOnly', '--enable-helm', '--helm-command', '/opt/helm',
        '--helm-kube-version', '1.33.0', '--helm-api-versions', 'a/v1', '--helm-api-versions', 'b/v1'],
    ],
  ])('%s', (_, change, expected) => expect(kustomizeArguments({ ...request, ...change })).toEqual(expected));

  it('never gets a switch that runs programs or opens the network', () => {
    const all = kustomizeArguments({ ...request, helm: program('helm'), apiVersions: ['a/v1'] }).join(' ');
    expect(all).not.toMatch(/enable-alpha-plugins|enable-exec|--network|--mount|--env/);
  });
});

describe('helm', () => {
  const request: HelmRequest = {
    id: '1',
    renderer: 'helm',
    program: program('helm'),
    root: '/r',
    chart: 'templates/helm/app',
    valueFiles: [],
    releaseName: 'shop',
    namespace: 'team-dev',
    kubeVersion: '1.33.0',
    apiVersions: [],
    includeCrds: false,
  };
  it.each<[string, Partial<HelmRequest>, string[]]>([
    ['a chart', {}, ['template', '--namespace', 'team-dev', '--kube-version', '1.33.0', '--', 'shop', './templates/helm/app']],
    [
      'values, versions and CRDs',
      { valueFiles: ['a.yaml', 'b/c.yaml'], apiVersions: ['x/v1'], includeCrds: true },
      // biome-ignore format: one flag a line reads best
      ['template', '--namespace', 'team-dev', '--values', './a.yaml', '--values', './b/c.yaml', '--kube-version', '1.33.0',
        '--api-versions', 'x/v1', '--include-crds', '--', 'shop', './templates/helm/app'],
    ],
    [
      'parameters, after all files',
      {
        valueFiles: ['a.yaml'],
        parameters: [
          { flag: 'set', value: '--a=1,b=2' },
          { flag: 'set-string', value: 'c=true' },
          { flag: 'set-file', value: 'd\\=e=f/g=h.txt' },
        ],
        skipTests: true,
        skipSchemaValidation: true,
      },
      // biome-ignore format: one flag a line reads best
      ['template', '--namespace', 'team-dev', '--values', './a.yaml', '--set=--a=1,b=2', '--set-string=c=true', '--set-file=d\\=e=./f/g=h.txt',
        '--kube-version', '1.33.0', '--skip-tests', '--skip-schema-validation', '--', 'shop', './templates/helm/app'],
    ],
    [
      'hostile names',
      { releaseName: '--post-renderer=x', chart: '-f', valueFiles: ['a,b".yaml', '-'], namespace: '--help' },
      // biome-ignore format: one flag a line reads best
      ['template', '--namespace', '--help', '--values', '"./a,b"".yaml"', '--values', './-', '--kube-version', '1.33.0', '--', '--post-renderer=x', './-f'],
    ],
  ])('%s', (_, change, expected) => expect(helmArguments({ ...request, ...change })).toEqual(expected));
});
