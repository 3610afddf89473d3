// Which parameters does a cluster generator give?
import { isRecord, matchesSelector } from '@fairway/manifests';
import { normalizeName } from '../../go-template/functions/argo.ts';
import { type GoMap, listOf, mapOf } from '../../go-template/values.ts';
import type { ClusterFacts } from '../../model.ts';
import type { Generate, GeneratorContext, GeneratorSpec } from './generator-context.ts';
import { flagField } from './generator-fields.ts';
import { addValues } from './parameters.ts';

/** Every registered cluster is a Secret with this label; a selector may ask for it. */
const SECRET_TYPE = ['argocd.argoproj.io/secret-type', 'cluster'] as const;
const LOCAL_SERVER = 'https://kubernetes.default.svc';
const LOCAL_NAME = 'in-cluster';

function labelsOf({ labels }: ClusterFacts): Readonly<Record<string, string>> {
  return { ...labels, [SECRET_TYPE[0]]: SECRET_TYPE[1] };
}

function common(name: string, server: string): GoMap {
  return mapOf([
    ['name', name],
    ['nameNormalized', normalizeName(name)],
    ['server', server],
    ['project', ''],
  ]);
}

function clusterParameters(cluster: ClusterFacts, { language }: GeneratorContext): GoMap {
  const params = common(cluster.name, cluster.server);
  const { annotations } = cluster;
  const labels = labelsOf(cluster);
  if (language.goTemplate) {
    const metadata = mapOf([['labels', mapOf(Object.entries(labels), 'string')]]);
    if (Object.keys(annotations).length > 0) metadata.entries.set('annotations', mapOf(Object.entries(annotations), 'string'));
    params.entries.set('metadata', metadata);
    return params;
  }
  for (const [key, value] of Object.entries(annotations)) params.entries.set(`metadata.annotations.${key}`, value);
  for (const [key, value] of Object.entries(labels)) params.entries.set(`metadata.labels.${key}`, value);
  return params;
}

function isEmptySelector(selector: unknown): boolean {
  if (!isRecord(selector)) return true;
  const { matchLabels, matchExpressions } = selector;
  return (
    !(isRecord(matchLabels) && Object.keys(matchLabels).length > 0) && !(Array.isArray(matchExpressions) && matchExpressions.length > 0)
  );
}

function chosen(generator: GeneratorSpec, context: GeneratorContext): readonly GoMap[] {
  const selector = generator.spec.selector ?? {};
  const { clusters } = context.world;
  const matching = clusters.filter((cluster) => matchesSelector(selector, labelsOf(cluster)));
  const params = matching.map((cluster) => addValues(clusterParameters(cluster, context), generator, context));
  const localIsKnown = matching.some(({ server }) => server === LOCAL_SERVER);
  // The local cluster has no Secret, and so no labels that a selector could choose it by.
  if (!isEmptySelector(selector) || localIsKnown) return params;
  return [...params, addValues(common(LOCAL_NAME, LOCAL_SERVER), generator, context)];
}

export const generateClusters: Generate = async (generator, context) => {
  if (context.world.clusters.length === 0) {
    context.partly(`${generator.field}: no cluster profile names a cluster, so that only the local cluster is known`);
  }
  const params = chosen(generator, context);
  return flagField(generator, 'flatList') ? [mapOf([['clusters', listOf(params, 'map')]])] : params;
};
