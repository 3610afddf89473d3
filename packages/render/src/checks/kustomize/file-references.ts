// Which files does a kustomization name, other than bases and components?
import type { KustomizationNode } from '../../model.ts';
import { fields, items, text, texts } from '../json-access.ts';

export interface FileReference {
  readonly pointer: string;
  /** As written, relative to the kustomization. */
  readonly path: string;
}

const PLAIN_LISTS: readonly string[] = [
  'resources',
  'crds',
  'configurations',
  'patchesStrategicMerge',
  'transformers',
  'generators',
  'validators',
];
const LISTS_WITH_PATH: readonly string[] = ['patches', 'patchesJson6902', 'replacements'];
const GENERATORS: readonly string[] = ['configMapGenerator', 'secretGenerator'];

/** `key=path` or `path`. */
const fileOfSource = (source: string): string => source.slice(source.indexOf('=') + 1);

const fromGenerators = (node: KustomizationNode): readonly FileReference[] =>
  GENERATORS.flatMap((field) =>
    items(node.content[field]).flatMap((item, index) => {
      const entry = fields(item);
      const at = `/${field}/${index}`;
      const one = text(entry.env);
      return [
        ...texts(entry.files).map((source, file) => ({ pointer: `${at}/files/${file}`, path: fileOfSource(source) })),
        ...texts(entry.envs).map((path, file) => ({ pointer: `${at}/envs/${file}`, path })),
        ...(one === undefined ? [] : [{ pointer: `${at}/env`, path: one }]),
      ];
    }),
  );

const fromCharts = (node: KustomizationNode): readonly FileReference[] =>
  items(node.content.helmCharts).flatMap((item, index) => {
    const at = `/helmCharts/${index}`;
    const values = text(fields(item).valuesFile);
    return [
      ...(values === undefined ? [] : [{ pointer: `${at}/valuesFile`, path: values }]),
      ...texts(fields(item).additionalValuesFiles).map((path, file) => ({ pointer: `${at}/additionalValuesFiles/${file}`, path })),
    ];
  });

/** Every entry that may name a file. An entry may as well be a directory, a URL or inline YAML: the closure knows. */
export const fileReferences = (node: KustomizationNode): readonly FileReference[] => {
  const openapi = text(fields(node.content.openapi).path);
  return [
    ...PLAIN_LISTS.flatMap((field) =>
      items(node.content[field]).flatMap((path, index) => (typeof path === 'string' ? [{ pointer: `/${field}/${index}`, path }] : [])),
    ),
    ...LISTS_WITH_PATH.flatMap((field) =>
      items(node.content[field]).flatMap((item, index) => {
        const path = text(fields(item).path);
        return path === undefined ? [] : [{ pointer: `/${field}/${index}`, path }];
      }),
    ),
    ...fromGenerators(node),
    ...fromCharts(node),
    ...(openapi === undefined ? [] : [{ pointer: '/openapi/path', path: openapi }]),
  ];
};
