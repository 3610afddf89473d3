// How are counts and lists said in a sentence?

/** `1 object`, `3 objects`, `2 entries`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

/** `a`, `a and b`, `a, b and 3 more`: at most `limit` items by name. */
export const listed = (items: readonly string[], limit = 4): string => {
  const shown = items.length > limit ? [...items.slice(0, limit), `${(items.length - limit).toLocaleString('en-US')} more`] : items;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
};

/** The sentence with its first letter large. */
export const capitalised = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
