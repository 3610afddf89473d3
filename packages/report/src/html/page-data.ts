// What does the page of a report know, and how does it stand in HTML without becoming HTML?
import type { Report } from '@fairway/contracts';
import { isReconciled } from '../app-tree.ts';
import { graphOf } from '../graph/graph-of.ts';
import type { Picture } from '../graph/picture.ts';
import { pictureOf } from '../graph/picture.ts';
import { reportData } from '../json.ts';
import type { Outline } from '../outline.ts';
import { outlineOf, sideText } from '../outline.ts';
import { visibleLines } from '../visible.ts';

/** What the client program reads from the page. */
export interface PageData {
  readonly report: Report;
  readonly headline: string;
  readonly warnings: readonly string[];
  readonly verdict: string;
  readonly sides: string;
  /** Where the files of the head are shown; then places are links. */
  readonly sourceUrl?: string;
  /** Which object makes which app; absent where no object makes any. */
  readonly picture?: Picture;
}

/** Every string of the data with its invisible characters shown; keys as they are, for the contract names them. */
const shown = (value: unknown): unknown => {
  if (typeof value === 'string') return visibleLines(value);
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shown(item)]));
};

const sidesOf = (report: Report): string =>
  report.base === undefined ? sideText(report.head) : `${sideText(report.base)} → ${sideText(report.head)}`;

/** More boxes than these nobody overlooks; the list of apps beside the picture has all. */
const BOXES = 160;

const dataOf = (report: Report, outline: Outline, sourceUrl: string | undefined): unknown => ({
  report: reportData(report),
  headline: outline.headline,
  warnings: outline.warnings,
  verdict: outline.verdict,
  sides: sidesOf(report),
  ...(sourceUrl === undefined ? {} : { sourceUrl }),
  ...(isReconciled(report.apps) ? { picture: pictureOf(graphOf(report), BOXES) } : {}),
});

/** JSON for a `<script type="application/json">`: no `<` at all, so neither `</script>` nor `<!--` can stand in it. */
export const pageJson = (report: Report, sourceUrl?: string): string =>
  JSON.stringify(shown(dataOf(report, outlineOf(report), sourceUrl))).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
