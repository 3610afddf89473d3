// How is a short list of findings printed below a table?
import type { Finding } from '@fairway/contracts';
import { createColors } from 'picocolors';

const place = ({ location }: Finding): string =>
  [location?.file, location?.line, location?.column].filter((part) => part !== undefined).join(':');

/** Text of a repository is data: nothing of it moves a terminal. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?');

/** A blank line, then place, rule, sentence and what to do for each; empty without findings. */
export const findingsText = (findings: readonly Finding[], color: boolean): string => {
  const c = createColors(color);
  return findings
    .map(
      (finding) => `\n${c.red(finding.ruleId)} ${c.bold(plain(place(finding)))}\n  ${plain(finding.message)}\n  → ${plain(finding.hint)}\n`,
    )
    .join('');
};
