// Is it known which kinds live in a namespace?
import { describe, expect, it } from 'vitest';
import { objectOf } from '../test/objects.ts';
import { builtinListTypes } from './list-types.ts';
import { isBuiltinKind, scopeOf } from './scope-of.ts';

const crd = (scope: string) =>
  objectOf(
    `{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: t.x.io}, spec: {group: x.io, names: {kind: T}, scope: ${scope}}}`,
  );

describe('scopeOf', () => {
  it.each([
    ['v1', 'Pod', 'namespaced'],
    ['v1', 'Namespace', 'cluster'],
    ['v1', 'PersistentVolume', 'cluster'],
    ['apps/v1', 'Deployment', 'namespaced'],
    ['batch/v1beta1', 'CronJob', 'namespaced'],
    ['policy/v1beta1', 'PodSecurityPolicy', 'cluster'],
    ['extensions/v1beta1', 'Ingress', 'namespaced'],
    ['networking.k8s.io/v1', 'IngressClass', 'cluster'],
    ['rbac.authorization.k8s.io/v1', 'ClusterRole', 'cluster'],
    ['rbac.authorization.k8s.io/v1', 'Role', 'namespaced'],
    ['admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'cluster'],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'cluster'],
    ['apiregistration.k8s.io/v1', 'APIService', 'cluster'],
    ['storage.k8s.io/v1', 'StorageClass', 'cluster'],
    ['x.io/v1', 'T', undefined],
    ['v1', 'constructor', undefined],
  ])('%s %s: %s', (apiVersion, kind, expected) => {
    expect(scopeOf(apiVersion, kind)).toBe(expected);
    expect(isBuiltinKind(apiVersion, kind)).toBe(expected !== undefined);
  });

  it('asks the CustomResourceDefinitions that are given', () => {
    expect(scopeOf('x.io/v1', 'T', [crd('Cluster')])).toBe('cluster');
    expect(scopeOf('x.io/v2', 'T', [crd('Namespaced')])).toBe('namespaced');
    expect(scopeOf('z.io/v1', 'T', [crd('Cluster')])).toBeUndefined();
    expect(scopeOf('v1', 'Pod', [crd('Cluster')])).toBe('namespaced');
  });
});

describe('builtinListTypes', () => {
  it('knows map keys and sets, follows references, and borrows from other versions', () => {
    for (const version of ['apps/v1', 'apps/v1beta2']) {
      const pod = builtinListTypes.typeOf(version, 'Deployment')?.field('spec')?.type?.field('template')?.type?.field('spec')?.type;
      expect(pod?.field('containers')?.map).toEqual([{ name: 'name', fallback: '' }]);
      expect(pod?.field('containers')?.type?.field('ports')?.map).toEqual([
        { name: 'containerPort', fallback: '' },
        { name: 'protocol', fallback: 'TCP' },
      ]);
      expect(pod?.field('tolerations')).toBeUndefined();
    }
    expect(builtinListTypes.typeOf('v1', 'Pod')?.field('metadata')?.type?.field('finalizers')?.set).toBe(true);
  });

  it('follows schemas that contain themselves', () => {
    const versions = builtinListTypes
      .typeOf('apiextensions.k8s.io/v1', 'CustomResourceDefinition')
      ?.field('spec')
      ?.type?.field('versions')?.type;
    const schema = versions?.field('schema')?.type?.field('openAPIV3Schema')?.type;
    const deeper = schema?.field('properties')?.type?.field('any')?.type?.field('properties')?.type?.field('name')?.type;
    expect(deeper?.field('x-kubernetes-validations')?.map).toEqual([{ name: 'rule', fallback: '' }]);
  });
});
