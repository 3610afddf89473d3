// How does a person search and filter?
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { EFFECT_TEXT, environmentLabel } from '../../labels.ts';
import { facetChoices, isFiltered, switched } from './facets.ts';
import { PageContext } from './page-context.ts';
import type { Facet, Index } from './view-model.ts';
import { NO_FILTER } from './view-model.ts';

const PAUSE = 120;

/** The field follows the keys at once; the lists follow after a pause. */
const Search = () => {
  const { filter, setFilter } = useContext(PageContext);
  const [text, setText] = useState(filter.query);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(filter);
  latest.current = filter;
  useEffect(() => setText(filter.query), [filter.query]);
  const type = (value: string): void => {
    setText(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setFilter({ ...latest.current, query: value }), PAUSE);
  };
  return (
    <label class="search">
      <span class="unseen">Search objects, apps, findings and files</span>
      <input
        type="search"
        id="search"
        placeholder="Search"
        value={text}
        onInput={(event) => type(event.currentTarget.value)}
        autocomplete="off"
        spellcheck={false}
      />
      <span class="key" aria-hidden="true">
        /
      </span>
    </label>
  );
};

const FACETS: readonly { readonly facet: Facet; readonly title: string }[] = [
  { facet: 'envs', title: 'Environment' },
  { facet: 'kinds', title: 'Change' },
  { facet: 'effects', title: 'Effect' },
  { facet: 'severities', title: 'Severity' },
];

const wording: Readonly<Record<string, string>> = EFFECT_TEXT;

const FacetGroup = ({ index, facet, title }: { readonly index: Index; readonly facet: Facet; readonly title: string }) => {
  const { filter, setFilter } = useContext(PageContext);
  const choices = facetChoices(index, filter, facet);
  if (choices.length === 0) return null;
  return (
    <fieldset class="facet">
      <legend>{title}</legend>
      {choices.map(({ value, count }) => (
        <label key={value} class={count === 0 ? 'zero' : ''}>
          <input
            type="checkbox"
            name={facet}
            value={value}
            checked={filter[facet].has(value)}
            onChange={() => setFilter(switched(filter, facet, value))}
          />
          <span>{facet === 'effects' ? (wording[value] ?? value) : facet === 'envs' ? environmentLabel(value) : value}</span>
          <span class="count">{count.toLocaleString('en-US')}</span>
        </label>
      ))}
    </fieldset>
  );
};

/** Search field and facets with counts. */
export const FilterPanel = ({ index }: { readonly index: Index }) => {
  const { filter, setFilter } = useContext(PageContext);
  return (
    <aside class="filters" aria-label="Search and filter">
      <Search />
      {filter.app !== undefined && (
        <button type="button" class="chip" onClick={() => setFilter({ ...filter, app: undefined })}>
          app: {filter.app} <span aria-hidden="true">×</span>
          <span class="unseen">remove this filter</span>
        </button>
      )}
      {FACETS.map(({ facet, title }) => (
        <FacetGroup key={facet} index={index} facet={facet} title={title} />
      ))}
      <button type="button" class="plain clear" disabled={!isFiltered(filter)} onClick={() => setFilter(NO_FILTER)}>
        Clear all filters
      </button>
    </aside>
  );
};
