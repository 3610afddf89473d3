// Does an input file say the same key twice in one mapping, so that one of the two is dropped and nobody is told?
import { checkYaml, type FindingDraft } from '@fairway/manifests';
import type { Check, KustomizationNode } from '../model.ts';
import { draft } from './draft.ts';
import { fields, items, text } from './json-access.ts';
import { placeOf } from './place.ts';
import { yamlInputs } from './yaml-inputs.ts';

interface Duplicate {
  readonly key: string;
  readonly line: number;
  readonly column: number;
}

const KEPT = 512;
const memo = new Map<string, readonly Duplicate[]>();

/** Bases and charts are shared by many apps: what was read of the last few hundred texts is kept. */
const duplicatesIn = (source: string): readonly Duplicate[] => {
  const known = memo.get(source);
  if (known !== undefined) return known;
  const found = checkYaml(source).problems.flatMap(({ duplicateKey, line, column }) =>
    duplicateKey === undefined ? [] : [{ key: duplicateKey, line, column }],
  );
  const [oldest] = memo.size < KEPT ? [] : memo.keys();
  if (oldest !== undefined) memo.delete(oldest);
  memo.set(source, found);
  return found;
};

const inFile = (file: string, source: string): readonly FindingDraft[] => {
  const seen = new Map<string, number>();
  return duplicatesIn(source).map(({ key, line, column }) => {
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return draft('duplicate-key', {
      message: `${file} has the key ${JSON.stringify(key)} twice in one mapping`,
      location: { file, line, column },
      data: { key },
      detail: `${file} ${key} ${times}`,
    });
  });
};

interface InlineText {
  readonly pointer: string;
  readonly source: string;
}

/** Patches that are written into the kustomization as text. */
const inlinePatches = ({ content }: KustomizationNode): readonly InlineText[] => [
  ...['patches', 'patchesJson6902'].flatMap((field) =>
    items(content[field]).map((item, index) => ({ pointer: `/${field}/${index}`, source: text(fields(item).patch) ?? '' })),
  ),
  ...items(content.patchesStrategicMerge).flatMap((item, index) =>
    typeof item === 'string' && item.includes('\n') ? [{ pointer: `/patchesStrategicMerge/${index}`, source: item }] : [],
  ),
];

const inPatches = (node: KustomizationNode): readonly FindingDraft[] =>
  inlinePatches(node).flatMap(({ pointer, source }) =>
    duplicatesIn(source).map(({ key, line }, index) =>
      draft('duplicate-key', {
        message: `a patch in ${node.file} has the key ${JSON.stringify(key)} twice in one mapping, on line ${line} of the patch`,
        location: placeOf(node.file, node.text, { pointer }),
        data: { key },
        detail: `${node.file} ${pointer} ${key} ${index}`,
      }),
    ),
  );

/** In a plain directory it is an error already: nothing of such a file is judged. */
export const duplicateKey: Check = (context) => [
  ...[...yamlInputs(context)].flatMap((file) => inFile(file, context.read(file) ?? '')),
  ...context.closure.kustomizations.flatMap(inPatches),
];
