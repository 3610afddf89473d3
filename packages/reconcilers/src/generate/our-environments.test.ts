// Do the namespaces of our own environments fit the objects that are generated for them?
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRecord, type ManifestObject, parseManifests } from '@fairway/manifests';
import { describe, expect, it } from 'vitest';

const environments = join(dirname(fileURLToPath(import.meta.url)), '../../../../environments');
const namespaces = readdirSync(environments).flatMap((env) =>
  readdirSync(join(environments, env, 'namespaces')).map((team) => ({ env, team, id: `${env}/${team}` })),
);
const objectsIn = (...path: string[]): readonly ManifestObject[] => {
  const directory = join(environments, ...path);
  const files = readdirSync(directory).filter((name) => name.endsWith('.yaml') && !/^(app|kustomization)\.yaml$/.test(name));
  return files.flatMap((file) => parseManifests(readFileSync(join(directory, file), 'utf8')).objects);
};

/** "verb resource.group" for everything that a Role or ClusterRole allows. */
const allowed = (object: ManifestObject | undefined): readonly string[] => {
  const rules: readonly unknown[] = Array.isArray(object?.rules) ? object.rules : [];
  const texts = (rule: unknown, key: string): readonly string[] => {
    const list: unknown = isRecord(rule) ? rule[key] : undefined;
    return Array.isArray(list) ? list.map(String) : [];
  };
  return rules.flatMap((rule) =>
    texts(rule, 'apiGroups').flatMap((group) =>
      texts(rule, 'resources').flatMap((resource) => texts(rule, 'verbs').map((verb) => `${verb} ${resource}.${group}`)),
    ),
  );
};

describe.each(namespaces)('$id', ({ env, team }) => {
  const objects = objectsIn(env, 'namespaces', team);
  const name = `${team.replace('team-', '')}-${env}`;

  it('has every wall', () => {
    const kinds = [...new Set(objects.map(({ kind }) => kind))].toSorted();
    expect(kinds).toEqual(['LimitRange', 'Namespace', 'NetworkPolicy', 'ResourceQuota', 'Role', 'RoleBinding', 'ServiceAccount']);
    expect(objects.find(({ kind }) => kind === 'Namespace')?.metadata).toMatchObject({
      name,
      labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
      annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false', 'kustomize.toolkit.fluxcd.io/prune': 'disabled' },
    });
  });

  it.each(['argocd', 'flux'])('gives the tenant no more than the account of %s may give', (reconciler) => {
    const role = allowed(objects.find(({ kind }) => kind === 'Role'));
    const held = new Set(allowed(objectsIn(env, 'reconcilers', reconciler).find(({ kind }) => kind === 'ClusterRole')));
    expect(role.length).toBeGreaterThan(10);
    expect(role.filter((one) => !held.has(one))).toEqual([]);
    expect(role.filter((one) => /\*|secrets|roles|networkpolicies|resourcequotas|limitranges/.test(one))).toEqual([]);
  });
});
