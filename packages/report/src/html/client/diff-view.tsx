// How is the difference of one object drawn: one column, two columns, or a list of fields?
import type { Change } from '@fairway/contracts';
import { useContext, useMemo, useState } from 'preact/hooks';
import { tellingOps } from '../../effect-text.ts';
import { fieldPath } from '../../field-path.ts';
import { valueText } from '../../value-text.ts';
import type { Line, Piece, Row } from './diff-rows.ts';
import { diffRows } from './diff-rows.ts';
import { PageContext } from './page-context.ts';
import type { DiffMode } from './preferences.ts';

const ROWS = 400;

const Pieces = ({ pieces }: { readonly pieces: readonly Piece[] }) => (
  <>{pieces.map((piece, i) => (piece.changed ? <mark key={i}>{piece.text}</mark> : piece.text))}</>
);

const Hunk = ({ text, columns }: { readonly text: string; readonly columns: number }) => (
  <tr class="hunk">
    <td colSpan={columns}>{text}</td>
  </tr>
);

const unifiedLine = (line: Line, side: 'left' | 'right' | 'both', other?: Line) => (
  <tr class={side === 'left' ? 'del' : side === 'right' ? 'ins' : ''}>
    <td class="no">{side === 'right' ? '' : line.number}</td>
    <td class="no">{side === 'left' ? '' : (other ?? line).number}</td>
    <td class="sign">{side === 'left' ? '-' : side === 'right' ? '+' : ' '}</td>
    <td class="text">
      <Pieces pieces={line.pieces} />
    </td>
  </tr>
);

/** In one column, all removed lines of a block come before the added ones. */
const unifiedBlocks = (rows: readonly Row[]) => {
  const out: ReturnType<typeof unifiedLine>[] = [];
  let added: Line[] = [];
  const flush = (): void => {
    out.push(...added.map((line) => unifiedLine(line, 'right')));
    added = [];
  };
  for (const row of rows) {
    if (row.kind === 'changed') {
      if (row.left !== undefined) out.push(unifiedLine(row.left, 'left'));
      if (row.right !== undefined) added.push(row.right);
      continue;
    }
    flush();
    out.push(row.kind === 'hunk' ? <Hunk text={row.text} columns={4} /> : unifiedLine(row.left, 'both', row.right));
  }
  flush();
  return out;
};

const SplitSide = ({ line, kind }: { readonly line: Line | undefined; readonly kind: string }) => (
  <>
    <td class={`no ${kind}`}>{line?.number ?? ''}</td>
    <td class={`text ${kind}`}>{line !== undefined && <Pieces pieces={line.pieces} />}</td>
  </>
);

const SplitRow = ({ row }: { readonly row: Row }) => {
  if (row.kind === 'hunk') return <Hunk text={row.text} columns={4} />;
  const kinds = row.kind === 'same' ? ['', ''] : [row.left === undefined ? 'none' : 'del', row.right === undefined ? 'none' : 'ins'];
  return (
    <tr>
      <SplitSide line={row.left} kind={kinds[0] ?? ''} />
      <SplitSide line={row.right} kind={kinds[1] ?? ''} />
    </tr>
  );
};

const Fields = ({ change }: { readonly change: Change }) => (
  <table class="fields">
    <thead>
      <tr>
        <th scope="col">field</th>
        <th scope="col">before</th>
        <th scope="col">after</th>
      </tr>
    </thead>
    <tbody>
      {tellingOps(change)
        .slice(0, ROWS)
        .map((op) => (
          <tr key={op.path}>
            <th scope="row">{fieldPath(op.path)}</th>
            <td class={op.before === undefined ? 'none' : 'del'}>{op.before === undefined ? '' : valueText(op.before)}</td>
            <td class={op.after === undefined ? 'none' : 'ins'}>{op.after === undefined ? '' : valueText(op.after)}</td>
          </tr>
        ))}
    </tbody>
  </table>
);

const MODES: readonly { readonly mode: DiffMode; readonly label: string }[] = [
  { mode: 'unified', label: 'Unified' },
  { mode: 'split', label: 'Side by side' },
  { mode: 'fields', label: 'Fields' },
];

const ModeSwitch = () => {
  const { mode, setMode } = useContext(PageContext);
  return (
    <fieldset class="modes">
      <legend class="unseen">How to show differences</legend>
      {MODES.map((entry) => (
        <button type="button" key={entry.mode} aria-pressed={mode === entry.mode} onClick={() => setMode(entry.mode)}>
          {entry.label}
        </button>
      ))}
    </fieldset>
  );
};

const Table = ({ rows, mode }: { readonly rows: readonly Row[]; readonly mode: DiffMode }) => (
  <table class={`diff ${mode}`}>
    {mode === 'split' && (
      <colgroup>
        <col class="numbers" />
        <col />
        <col class="numbers" />
        <col />
      </colgroup>
    )}
    <tbody>{mode === 'split' ? rows.map((row, i) => <SplitRow row={row} key={i} />) : unifiedBlocks(rows)}</tbody>
  </table>
);

const PatchView = ({ change, mode }: { readonly change: Change; readonly mode: DiffMode }) => {
  const [all, setAll] = useState(false);
  const { printing } = useContext(PageContext);
  const rows = useMemo(() => diffRows(change.patch), [change.patch]);
  const shown = all || printing ? rows : rows.slice(0, ROWS);
  return (
    <section class="scroll" aria-label="Difference">
      <Table rows={shown} mode={mode} />
      {rows.length > shown.length && (
        <button type="button" class="plain" onClick={() => setAll(true)}>
          Show {(rows.length - shown.length).toLocaleString('en-US')} more lines
        </button>
      )}
    </section>
  );
};

const noteOf = (change: Change): string => {
  if (change.truncated === true)
    return 'This difference was cut when the report was made; the object itself is complete in the output of render.';
  if (change.patch !== '') return '';
  return change.object.kind === 'Secret'
    ? 'Values of Secrets are never shown; this one changed.'
    : 'There is no text difference in this report.';
};

/** The difference of one object with its switch. */
export const DiffView = ({ change }: { readonly change: Change }) => {
  const { mode } = useContext(PageContext);
  const note = noteOf(change);
  const fields = tellingOps(change).length > 0 && (mode === 'fields' || change.patch === '');
  return (
    <div class="difference">
      {change.patch !== '' && <ModeSwitch />}
      {note !== '' && <p class="hint">{note}</p>}
      {fields ? (
        <Fields change={change} />
      ) : (
        change.patch !== '' && <PatchView change={change} mode={mode === 'fields' ? 'unified' : mode} />
      )}
    </div>
  );
};
