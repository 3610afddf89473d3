// How is one app, with its changed objects, told on a terminal?
import type { Change, ReportError } from '@fairway/contracts';
import { effectTexts, tellingOps } from '../effect-text.ts';
import { fieldPath } from '../field-path.ts';
import { CHANGE_MARK, isGrave, STATUS_MARK } from '../labels.ts';
import { changeName, locationText, originText } from '../object-name.ts';
import type { AppOutline } from '../outline.ts';
import { counted } from '../prose.ts';
import { valuePair } from '../value-text.ts';
import { bounded, boundedStart, visible } from '../visible.ts';
import { wrapped } from './lines.ts';
import type { Paint } from './paint.ts';

/** How much is told, and how wide the terminal is. */
export interface TextStyle {
  readonly paint: Paint;
  readonly width: number;
  readonly verbose: boolean;
}

const OPS = 4;
const OBJECTS = 12;

const opLine = (op: Change['ops'][number], style: TextStyle): string => {
  const path = boundedStart(fieldPath(op.path), Math.max(24, style.width - 10));
  const rest = style.width - 8 - path.length;
  const inline = rest >= 40;
  const [before, after] = valuePair(op.before, op.after, Math.max(24, Math.floor((inline ? rest : style.width - 10) / 2) - 3));
  const hidden = op.before !== undefined && before === after;
  const pair = hidden ? style.paint.faint('changed, value not shown') : `${style.paint.bad(before)} → ${style.paint.good(after)}`;
  return inline ? `      ${path}: ${pair}` : `      ${path}:\n        ${pair}`;
};

const isWhole = (change: Change): boolean => change.kind === 'added' || change.kind === 'removed';

const titleLines = (change: Change, style: TextStyle): readonly string[] => {
  const { paint, width } = style;
  const words = effectTexts(change).join(' · ');
  const title = `${CHANGE_MARK[change.kind]} ${visible(changeName(change))}`;
  const name = `    ${paint.status(change.kind, title)}`;
  if (words === '') return [name];
  const effects = change.effects.some(isGrave) ? paint.bad : paint.warn;
  return title.length + words.length + 6 <= width
    ? [`${name}  ${effects(words)}`]
    : [name, `      ${effects(wrapped(words, width - 6, '      '))}`];
};

const originLines = ({ origin }: Change, style: TextStyle): readonly string[] =>
  origin === undefined || !style.verbose
    ? []
    : [style.paint.faint(`      from ${wrapped(originText(origin), style.width - 11, '        ')}`)];

const changeLines = (change: Change, style: TextStyle): readonly string[] => {
  const { paint } = style;
  const ops = isWhole(change) ? [] : tellingOps(change);
  const shown = style.verbose ? ops : ops.slice(0, OPS);
  return [
    ...titleLines(change, style),
    ...originLines(change, style),
    ...shown.map((op) => opLine(op, style)),
    ...(ops.length > shown.length ? [paint.faint(`      … and ${counted(ops.length - shown.length, 'more field')}`)] : []),
    ...(change.truncated === true ? [paint.faint('      … this difference was cut; it is longer than a report may carry')] : []),
  ];
};

/** One error: sentence, place, what to do. */
export const errorLines = (error: ReportError, style: TextStyle): readonly string[] => {
  const { paint, width } = style;
  const owner = error.app === undefined ? '' : `${visible(error.app)}: `;
  const message = error.message.split('\n').slice(0, style.verbose ? 200 : 12);
  return [
    `  ${paint.bad('✗')} ${wrapped(`${owner}${message[0] ?? ''}`, width - 4, '    ')}`,
    ...message.slice(1).map((line) => `    ${bounded(line, style.verbose ? 2000 : 300)}`),
    ...(error.at === undefined ? [] : [paint.faint(`    ${visible(locationText(error.at))}`)]),
    ...(error.hint === '' ? [] : [`    → ${wrapped(error.hint, width - 6, '      ')}`]),
  ];
};

/** The changed objects of one app under its name; `chain` is what made the app, empty where nothing is known of it. */
export const appLines = (outline: AppOutline, style: TextStyle, chain = ''): readonly string[] => {
  const { result, changes } = outline;
  const { paint } = style;
  const shown = changes.slice(0, style.verbose ? changes.length : OBJECTS);
  const left = changes.length - shown.length;
  const cause = result.touchedBy ?? [];
  const because =
    cause.length === 0
      ? ''
      : paint.faint(`  because of ${visible(cause[0] ?? '')}${cause.length > 1 ? ` and ${counted(cause.length - 1, 'more file')}` : ''}`);
  const count = result.status === 'unchanged' ? '' : paint.faint(`  ${result.status}, ${counted(changes.length, 'object')}`);
  return [
    `  ${paint.status(result.status, STATUS_MARK[result.status])} ${paint.strong(visible(result.id))}${count}${because}`,
    ...(chain === '' ? [] : [paint.faint(`    via ${wrapped(chain, style.width - 8, '      ')}`)]),
    ...shown.flatMap((change) => changeLines(change, style)),
    ...(left > 0 ? [paint.faint(`    … and ${counted(left, 'more object')}; --verbose lists them`)] : []),
  ];
};
