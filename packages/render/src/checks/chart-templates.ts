// Do the templates of a chart depend on more than their inputs?
import type { FindingDraft } from '@fairway/manifests';
import type { ChartStaging, Check } from '../model.ts';
import { draft } from './draft.ts';
import { nonDeterminism, reconcilerEffect } from './helm/template-effects.ts';
import { type TemplateWord, templateWords } from './helm/template-words.ts';
import { valuesWords } from './helm/values-templates.ts';

type Scan = (source: string) => readonly TemplateWord[];

const KEPT = 512;
const memos = new Map<Scan, Map<string, readonly TemplateWord[]>>();

const interesting = ({ word }: TemplateWord): boolean => nonDeterminism(word) !== undefined || reconcilerEffect(word) !== undefined;

/** Charts are shared by many apps: what was read of the last few hundred texts is kept. */
const wordsOf = (source: string, scan: Scan): readonly TemplateWord[] => {
  if (!source.includes('{{')) return [];
  const memo = memos.get(scan) ?? new Map<string, readonly TemplateWord[]>();
  memos.set(scan, memo);
  const known = memo.get(source);
  if (known !== undefined) return known;
  const found = scan(source).filter(interesting);
  const [oldest] = memo.size < KEPT ? [] : memo.keys();
  if (oldest !== undefined) memo.delete(oldest);
  memo.set(source, found);
  return found;
};

interface ScannedFile {
  readonly file: string;
  readonly scan: Scan;
}

/** Templates of the chart and of what lies unpacked in its `charts/`; values files, because their texts may go through `tpl`. */
const scannedFiles = (staging: ChartStaging): readonly ScannedFile[] => [
  ...staging.files.flatMap(({ path, source }) => {
    if (/(^|\/)templates\//.test(path)) return [{ file: source, scan: templateWords }];
    return /(^|\/)values\.ya?ml$/.test(path) ? [{ file: source, scan: valuesWords }] : [];
  }),
  ...staging.dependencies.flatMap((dependency) => scannedFiles(dependency.staging)),
];

const findingOf = (file: string, { word, line, column }: TemplateWord): FindingDraft => {
  const location = { file, line, column };
  const why = nonDeterminism(word);
  if (why !== undefined) {
    return draft('non-deterministic-template', {
      message: `${word} ${why}`,
      location,
      data: { function: word },
      detail: `${file} ${word}`,
    });
  }
  const { effect, what } = reconcilerEffect(word) ?? { effect: 'lookup', what: word };
  return draft('fidelity', { message: `${file}: ${what}`, location, data: { effect }, detail: `${file} ${effect}` });
};

/** One finding for each function and file, at its first use: the others are found from there. */
export const chartTemplates: Check = (context) => {
  const { renderer } = context.app;
  const values = renderer.kind === 'helm' ? renderer.valueFiles.map((file) => ({ file, scan: valuesWords })) : [];
  const files = new Map([...context.closure.charts.flatMap(scannedFiles), ...values].map((one) => [one.file, one.scan]));
  const firsts = new Map<string, FindingDraft>();
  for (const [file, scan] of files) {
    for (const word of wordsOf(context.read(file) ?? '', scan)) {
      const finding = findingOf(file, word);
      const key = `${finding.ruleId} ${finding.detail}`;
      if (!firsts.has(key)) firsts.set(key, finding);
    }
  }
  return [...firsts.values()];
};
