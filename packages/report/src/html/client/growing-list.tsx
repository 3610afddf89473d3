// How does a list of thousands stay fast? It draws what is near the window, and more as the person comes closer.
import type { ComponentChildren } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { PageContext } from './page-context.ts';

const STEP = 100;

/** New items are a new list: it starts at the top again. `needed` rows are always drawn. */
export interface GrowingListProps<T> {
  readonly items: readonly T[];
  readonly needed?: number;
  readonly children: (item: T, place: number) => ComponentChildren;
}

/** Draws the first rows; a mark below them draws more as soon as it comes near the window. */
export const GrowingList = <T,>({ items, needed = 0, children }: GrowingListProps<T>) => {
  const { printing } = useContext(PageContext);
  const [limit, setLimit] = useState(STEP);
  const mark = useRef<HTMLLIElement>(null);
  const drawn = printing ? items.length : Math.min(items.length, Math.max(limit, needed));
  useEffect(() => setLimit(STEP), [items]);
  useEffect(() => {
    const element = mark.current;
    if (element === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setLimit(drawn + STEP);
      },
      { rootMargin: '1200px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [drawn]);
  const rest = items.length - drawn;
  return (
    <ul class="rows">
      {items.slice(0, drawn).map(children)}
      {rest > 0 && (
        <li class="more" ref={mark}>
          {rest.toLocaleString('en-US')} more below
        </li>
      )}
    </ul>
  );
};
