// How is one app, with its changed objects, told in Markdown?
import type { AppResult, Change } from '@fairway/contracts';
import { chainNames } from '../app-tree.ts';
import { effectTexts, tellingOps } from '../effect-text.ts';
import { fieldPath } from '../field-path.ts';
import { CHANGE_MARK, isGrave } from '../labels.ts';
import { changeName, locationText, originParts } from '../object-name.ts';
import type { AppOutline } from '../outline.ts';
import { counted } from '../prose.ts';
import { sourceLink } from '../source-link.ts';
import { valueChange } from '../value-text.ts';
import type { Detail } from './detail.ts';
import { code, htmlCode, prose } from './escape.ts';
import { fenced, firstLines } from './fence.ts';

const DIFF_CHARACTERS = 60_000;

const effectsOf = (change: Change): string => {
  const effects = effectTexts(change).map((text) => prose(text));
  return effects.length === 0 ? '' : change.effects.some(isGrave) ? ` — ⚠️ **${effects.join(' · ')}**` : ` — ${effects.join(' · ')}`;
};

const objectLine = (change: Change): string => `- \`${CHANGE_MARK[change.kind]}\` ${code(changeName(change))}${effectsOf(change)}`;

const fieldsOf = (change: Change): string =>
  tellingOps(change)
    .slice(0, 20)
    .map((op) => `  - ${code(`${fieldPath(op.path)}: ${valueChange(op.before, op.after, 60)}`, 300)}`)
    .join('\n');

const cutNote = (change: Change, left: number): string => {
  if (left > 0) return `\n\n_${counted(left, 'more line')} of this diff left out._`;
  return change.truncated === true ? '\n\n_This diff was already cut when the report was made._' : '';
};

const diffOf = (change: Change, lines: number): string => {
  if (change.patch === '') return fieldsOf(change);
  const { text, left } = firstLines(change.patch, lines, Number.isFinite(lines) ? DIFF_CHARACTERS / 10 : DIFF_CHARACTERS * 10);
  return `\n${fenced(text, 'diff')}${cutNote(change, left)}\n`;
};

const summaryOf = (app: AppOutline): string => {
  const { result, changes } = app;
  const grave = changes.some((change) => change.effects.some(isGrave)) ? ' ⚠️' : '';
  return `<summary><strong>${htmlCode(result.id)}</strong> ${result.status}, ${counted(changes.length, 'object')}${grave}</summary>`;
};

const originOf = ({ origin }: Change): string =>
  origin === undefined
    ? ''
    : `<br>from ${originParts(origin)
        .map((part) => code(part, 160))
        .join(' → ')}`;

const placeOf = (app: AppResult, sourceUrl: string | undefined): string => {
  const at = app.reconciler?.at;
  if (at === undefined) return '';
  const link = sourceLink(sourceUrl, at);
  const text = code(locationText(at));
  return ` (${link === undefined ? text : `[${text}](<${link}>)`})`;
};

/** `via Kustomization flux-system/apps → HelmRelease podinfo/podinfo (apps/podinfo/release.yaml:1)`; empty where no object makes the app. */
export const chainMarkdown = (app: AppResult, apps: ReadonlyMap<string, AppResult>, sourceUrl?: string): string => {
  const names = chainNames(app, apps);
  return names.length === 0 ? '' : `via ${names.map((name) => code(name, 160)).join(' → ')}${placeOf(app, sourceUrl)}`;
};

/** What `appMarkdown` may tell of this app. `diffPlace` says which objects come first for a diff. */
export interface AppBudget {
  readonly detail: Detail;
  readonly diffPlace: ReadonlyMap<Change, number>;
  /** Objects of this app that may be listed. */
  readonly objects: number;
  /** What made the app, as `chainMarkdown` says it. */
  readonly made: string;
}

/** One app as `<details>`; without room for objects, one line. */
export const appMarkdown = (app: AppOutline, budget: AppBudget): string => {
  const shown = app.changes.slice(0, budget.objects);
  const left = app.changes.length - shown.length;
  if (shown.length === 0) return `- ${code(app.result.id)} ${app.result.status}, ${counted(app.changes.length, 'object')}`;
  const cause = (app.result.touchedBy ?? []).slice(0, 5).map((file) => code(file));
  const withDiff = (change: Change): boolean => (budget.diffPlace.get(change) ?? Infinity) < budget.detail.diffs;
  const body = shown.map((change) =>
    withDiff(change) ? `${objectLine(change)}${originOf(change)}\n${diffOf(change, budget.detail.diffLines)}` : objectLine(change),
  );
  return [
    `<details>${summaryOf(app)}`,
    '',
    ...(budget.made === '' ? [] : [budget.made, '']),
    ...(cause.length === 0 ? [] : [`Because of ${cause.join(', ')}`, '']),
    ...body,
    ...(left > 0 ? ['', `_${counted(left, 'more object')} of this app left out._`] : []),
    '',
    '</details>',
  ].join('\n');
};
