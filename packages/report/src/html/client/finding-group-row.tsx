// How do the findings of one rule look on the page, the same place once?
import { useContext, useMemo, useState } from 'preact/hooks';
import type { FindingGroup, FindingPlace } from '../../finding-groups.ts';
import { appsText, LOUD_PLACES, SAMPLE_PLACES, summaryText } from '../../finding-groups.ts';
import { locationText, objectName } from '../../object-name.ts';
import { counted } from '../../prose.ts';
import { GrowingList } from './growing-list.tsx';
import { PageContext } from './page-context.ts';
import { Sentence } from './sentence.tsx';
import type { FindingItem } from './view-model.ts';

const APPS = 3;

type Place = FindingPlace<FindingItem>;
type Group = FindingGroup<FindingItem>;

const ObjectLink = ({ place }: { readonly place: Place }) => {
  const { object } = place.first.subject;
  if (object === undefined) return null;
  const anchor = place.items.find((item) => item.anchor !== undefined)?.anchor;
  return anchor === undefined ? <span>{objectName(object)}</span> : <a href={`#${encodeURI(anchor)}`}>{objectName(object)}</a>;
};

/** `hint` is said below the last place for which it holds. */
const PlaceRow = ({ place, apps, hint }: { readonly place: Place; readonly apps: number; readonly hint: string }) => {
  const waivers = [...new Set(place.items.flatMap((item) => item.waiver ?? []))];
  return (
    <li class="place">
      <p>
        <Sentence text={place.first.message} />
      </p>
      <p class="where">
        {place.first.location !== undefined && <code>{locationText(place.first.location)}</code>}
        <ObjectLink place={place} />
        {place.apps.length > 0 && (
          <span title={place.apps.length > apps ? place.apps.join('\n') : undefined}>{appsText(place.apps, apps)}</span>
        )}
      </p>
      {waivers.length > 0 && <p class="hint">Waiver: {waivers.join(', ')}</p>}
      {hint !== '' && (
        <p class="todo">
          <Sentence text={hint} />
        </p>
      )}
    </li>
  );
};

/** Places that are seen before the person asks for all. */
const firstPlaces = (group: Group, isSampled: boolean): number =>
  group.state === 'blocking' || group.state === 'new' ? LOUD_PLACES : isSampled ? SAMPLE_PLACES : 0;

export interface FindingGroupRowProps {
  readonly group: Group;
  /** The report has a base, so that it is known what was there before. */
  readonly compared: boolean;
  /** A few places are seen of what is otherwise only counted. */
  readonly isSampled: boolean;
}

/** One rule with its places: what blocks and what is new is seen, of the rest a few or none until asked for. */
export const FindingGroupRow = ({ group, compared, isSampled }: FindingGroupRowProps) => {
  const { printing } = useContext(PageContext);
  const [all, setAll] = useState(false);
  const first = firstPlaces(group, isSampled);
  const isWhole = all || printing;
  const shown = useMemo(() => (isWhole ? group.places : group.places.slice(0, first)), [group, isWhole, first]);
  const expandable = group.places.length > first;
  const row = expandable ? {} : { 'data-row': true, tabIndex: -1 };
  return (
    <li class="finding" {...row}>
      <p class="title">
        <span class={`severity ${group.severity}`}>{group.severity}</span>
        {group.state === 'blocking' && <span class="state blocks">blocks</span>}
        <code class="rule">{group.ruleId}</code>
        <span class="count">{summaryText(group, compared)}</span>
        {expandable && (
          <button type="button" class="plain unfold" data-row aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `Show ${group.places.length === 1 ? 'it' : `all ${counted(group.places.length, 'place')}`}`}
          </button>
        )}
      </p>
      {shown.length > 0 && (
        <GrowingList items={shown}>
          {(place, i) => (
            <PlaceRow
              key={i}
              place={place}
              apps={isWhole ? Infinity : APPS}
              hint={place.first.hint === shown[i + 1]?.first.hint ? '' : place.first.hint}
            />
          )}
        </GrowingList>
      )}
    </li>
  );
};
