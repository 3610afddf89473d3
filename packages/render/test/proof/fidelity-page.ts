// The tables of docs/fidelity.md: what is equal to the real controllers, and what is not. `node fidelity-page.ts` writes them.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ARGO_NORMALISATIONS } from './argo-normalisations.ts';
import { ARGO_ROWS, NOT_LOOKED_AT } from './argo-rows.ts';
import { FLUX_NOT_LOOKED_AT, FLUX_REFUSED, FLUX_ROWS } from './flux-rows.ts';
import { NORMALISATIONS } from './normalisations.ts';

export interface FidelityRow {
  readonly reconciler: 'Argo CD' | 'Flux';
  readonly feature: string;
  readonly result: 'equal' | 'not equal' | 'not looked at';
  readonly reason: string;
}

interface Row {
  readonly feature: string;
  readonly because?: string;
}

const rowsOf = (reconciler: FidelityRow['reconciler'], compared: readonly Row[], left: readonly Row[]): readonly FidelityRow[] => [
  ...compared.map(
    ({ feature, because = '' }): FidelityRow => ({
      reconciler,
      feature,
      result: because === '' ? 'equal' : 'not equal',
      reason: because,
    }),
  ),
  ...left.map(({ feature, because = '' }): FidelityRow => ({ reconciler, feature, result: 'not looked at', reason: because })),
];

export const FIDELITY_ROWS: readonly FidelityRow[] = [
  ...rowsOf('Flux', [...FLUX_ROWS, FLUX_REFUSED], FLUX_NOT_LOOKED_AT),
  ...rowsOf('Argo CD', ARGO_ROWS, NOT_LOOKED_AT),
];

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** Tables by the name of their markers. */
const TABLES: Readonly<Record<string, string>> = {
  features: table(
    ['reconciler', 'feature', 'result', 'why'],
    FIDELITY_ROWS.map(({ reconciler, feature, result, reason }) => [reconciler, feature, result, reason]),
  ),
  normalisations: table(
    ['id', 'objects of', 'what may differ'],
    [...NORMALISATIONS, ...ARGO_NORMALISATIONS].map(({ id, by, reason }) => [`\`${id}\``, by, reason]),
  ),
};

const file = join(import.meta.dirname, '../../../../docs/fidelity.md');

export const readPage = (): string => readFileSync(file, 'utf8');

/** The page with the tables of now. */
export const writtenPage = (page: string): string =>
  Object.entries(TABLES).reduce((text, [name, content]) => {
    const [begin, end] = [`<!-- ${name}:begin -->\n`, `<!-- ${name}:end -->`];
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`docs/fidelity.md has no markers for ${name}`);
    return `${text.slice(0, from)}${begin}${content}\n${text.slice(to)}`;
  }, page);

if (process.argv[1] === import.meta.filename) writeFileSync(file, writtenPage(readPage()));
