// How is it told on a terminal what was not looked at?
import type { Gap } from '../not-looked-at.ts';
import { gapName, gapTitle } from '../not-looked-at.ts';
import { counted, listed } from '../prose.ts';
import type { TextStyle } from './app-text.ts';
import { wrapped } from './lines.ts';

const GROUPS = 8;
const NAMES = 3;

const groupLines = (gap: Gap, style: TextStyle): readonly string[] => {
  const { paint, width, verbose } = style;
  const [only] = gap.entries;
  if (gap.entries.length === 1 && only !== undefined)
    return [`  ${paint.bad('!')} ${wrapped(`${gap.kind}${gap.kind === '' ? '' : ' '}${gapName(only)}: ${gap.reason}`, width - 4, '    ')}`];
  const names = gap.entries.map(gapName);
  return [
    `  ${paint.bad('!')} ${wrapped(`${gapTitle(gap)}: ${gap.reason}`, width - 4, '    ')}`,
    ...(verbose
      ? names.map((name) => `      ${wrapped(name, width - 6, '      ')}`)
      : [paint.faint(`      ${wrapped(listed(names, NAMES), width - 6, '      ')}`)]),
  ];
};

/** What was not looked at, by kind and reason; a few names of each, all with `verbose`. */
export const gapLines = (gaps: readonly Gap[], style: TextStyle): readonly string[] => {
  const shown = gaps.slice(0, style.verbose ? gaps.length : GROUPS);
  const left = gaps.length - shown.length;
  return [
    ...shown.flatMap((gap) => groupLines(gap, style)),
    ...(left > 0 ? [style.paint.faint(`  … and ${counted(left, 'more reason')}; --verbose lists them`)] : []),
  ];
};
