// Which repositories does the proof compare? The example trees as they are, with the addresses of the local servers.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export type Files = Readonly<Record<string, string>>;

/** Files below a directory, by path relative to it. */
export const filesBelow = (directory: string): Files =>
  Object.fromEntries(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(directory, path), readFileSync(path, 'utf8')]),
  );

/** Other addresses, everywhere. */
export const rewritten = (files: Files, addresses: Readonly<Record<string, string>>): Files =>
  Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path,
      Object.entries(addresses).reduce((changed, [from, to]) => changed.replaceAll(from, to), text),
    ]),
  );

const examples = join(import.meta.dirname, '../../../reconcilers/test');
export const EXAMPLES_HOST = 'https://git.example.test/fairway';
export const argoExamples = (): Files => filesBelow(join(examples, 'argo-examples'));
export const appsetExamples = (): Files => filesBelow(join(examples, 'appset-examples'));

/** The clusters that the example ApplicationSets choose from. */
export const CLUSTERS = [
  { name: 'eu', server: 'https://eu.example.test', labels: { region: 'europe', stage: 'prod' }, annotations: { owner: 'ops' } },
  { name: 'us', server: 'https://us.example.test', labels: { region: 'america', stage: 'prod' }, annotations: {} },
] as const;

/** What tells us the same as the cluster Secrets tell Argo CD. */
export const clusterProfiles = (): Files => ({
  'fairway.yaml': `version: 1\nenvironments:\n${CLUSTERS.map(({ name }) => `  ${name}: { cluster: clusters/${name} }\n`).join('')}`,
  ...Object.fromEntries(
    CLUSTERS.map(({ name, server, labels, annotations }) => [
      `clusters/${name}/profile.yaml`,
      `cluster:\n  name: ${name}\n  server: ${server}\n  labels: ${JSON.stringify(labels)}\n  annotations: ${JSON.stringify(annotations)}\n`,
    ]),
  ),
});

export const OUR_URL = 'https://git.lks.internal/platform/fairway.git';

/** What the clusters read of this repository. */
export const ourEnvironments = (): Files => {
  const root = join(import.meta.dirname, '../../../..');
  const below = (name: string): Files =>
    Object.fromEntries(Object.entries(filesBelow(join(root, name))).map(([path, text]) => [`${name}/${path}`, text]));
  return {
    ...below('clusters'),
    ...below('environments'),
    ...below('templates/helm'),
    ...below('templates/kustomize'),
    'fairway.yaml': readFileSync(join(root, 'fairway.yaml'), 'utf8'),
  };
};
