// Which objects do the generators of a kustomization make?
import type { KustomizationNode } from '../../model.ts';
import { dig, type Fields, fields, items, text } from '../json-access.ts';
import { type ObjectState, readState } from './object-state.ts';

const GENERATORS = [
  ['configMapGenerator', 'ConfigMap'],
  ['secretGenerator', 'Secret'],
] as const;

const metadata = (entry: Fields, shared: Fields): Fields => ({
  name: entry.name,
  ...(text(entry.namespace) === undefined ? {} : { namespace: entry.namespace }),
  labels: { ...fields(shared.labels), ...fields(dig(entry, 'options', 'labels')) },
  annotations: { ...fields(shared.annotations), ...fields(dig(entry, 'options', 'annotations')) },
});

const generated = (
  node: KustomizationNode,
  entry: Fields,
  options: { readonly kind: string; readonly pointer: string },
): ObjectState | undefined => {
  const shared = fields(node.content.generatorOptions);
  const state = readState(
    { apiVersion: 'v1', kind: options.kind, metadata: metadata(entry, shared) },
    { file: node.file, document: 0, generator: options.pointer },
  );
  const plain = shared.disableNameSuffixHash === true || dig(entry, 'options', 'disableNameSuffixHash') === true;
  return state && { ...state, hashed: !plain };
};

/** The ConfigMaps and Secrets that a kustomization generates, without their content. One that merges into another stands beside it. */
export const generatedObjects = (node: KustomizationNode): readonly ObjectState[] =>
  GENERATORS.flatMap(([field, kind]) =>
    items(node.content[field]).flatMap((entry, index) => generated(node, fields(entry), { kind, pointer: `/${field}/${index}` }) ?? []),
  );
