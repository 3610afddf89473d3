// How is it listed what was found and not looked at?
import { useContext, useState } from 'preact/hooks';
import type { Gap } from '../../not-looked-at.ts';
import { gapTitle } from '../../not-looked-at.ts';
import { counted } from '../../prose.ts';
import { GrowingList } from './growing-list.tsx';
import { PageContext } from './page-context.ts';
import { Place } from './place.tsx';
import { Sentence } from './sentence.tsx';

const NAMES = 5;

const GapRow = ({ gap }: { readonly gap: Gap }) => {
  const { printing } = useContext(PageContext);
  const [all, setAll] = useState(false);
  const shown = all || printing ? gap.entries : gap.entries.slice(0, NAMES);
  const expandable = gap.entries.length > NAMES;
  return (
    <li class="finding" {...(expandable ? {} : { 'data-row': true, tabIndex: -1 })}>
      <p class="title">
        <span class="state blocks">not looked at</span>
        <b class="rule">{gapTitle(gap)}</b>
        {expandable && (
          <button type="button" class="plain unfold" data-row aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `Show all ${counted(gap.entries.length, 'name')}`}
          </button>
        )}
      </p>
      <p>
        <Sentence text={gap.reason} />
      </p>
      <GrowingList items={shown}>
        {(entry, i) => (
          <li class="place" key={i}>
            {entry.name !== '' && <span>{entry.name} </span>}
            <Place at={{ file: entry.path }} />
          </li>
        )}
      </GrowingList>
    </li>
  );
};

/** One row for each kind and reason, the largest first. */
export const GapList = ({ gaps }: { readonly gaps: readonly Gap[] }) => (
  <GrowingList items={gaps}>{(gap) => <GapRow key={`${gap.kind} ${gap.reason}`} gap={gap} />}</GrowingList>
);
