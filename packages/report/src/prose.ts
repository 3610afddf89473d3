// How are counts and lists said in a sentence?

/** `12,345`. By hand: the first use of the platform's own formatter loads all its locales. */
export const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

/** `1 object`, `3 objects`, `2 entries`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${grouped(count)} ${count === 1 ? one : many}`;

/** `a`, `a and b`, `a, b and 3 more`: at most `limit` items by name. */
export const listed = (items: readonly string[], limit = 4): string => {
  const shown = items.length > limit ? [...items.slice(0, limit), `${grouped(items.length - limit)} more`] : items;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
};

/** The sentence with its first letter large. */
export const capitalised = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
