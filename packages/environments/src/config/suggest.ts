// What did the person probably mean?
import { distance } from 'fastest-levenshtein';

/** Longest word that is compared; a longer one is no typing error. */
const MAX_WORD = 64;

/** The candidate that is nearest to the word, if it is near enough to be a typing error; the first of equals. */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > MAX_WORD) return undefined;
  const wanted = word.toLowerCase();
  let best: { readonly candidate: string; readonly steps: number } | undefined;
  for (const candidate of candidates) {
    const steps = distance(wanted, candidate.toLowerCase());
    if (steps <= reach(wanted, candidate) && (best === undefined || steps < best.steps)) best = { candidate, steps };
  }
  return best?.candidate;
}

function reach(word: string, candidate: string): number {
  const shorter = Math.min(word.length, candidate.length);
  if (shorter >= 3 && (word.startsWith(candidate.toLowerCase()) || candidate.toLowerCase().startsWith(word))) return MAX_WORD;
  return Math.max(isAnagram(word, candidate.toLowerCase()) ? 2 : 1, Math.floor(Math.max(word.length, candidate.length) / 3));
}

/** Two letters in the wrong order are one slip. */
function isAnagram(a: string, b: string): boolean {
  return a.length > 2 && [...a].toSorted().join('') === [...b].toSorted().join('');
}

/** "did you mean 'stage'?", or nothing when no candidate is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const candidate = closest(word, candidates);
  return candidate === undefined ? '' : `did you mean '${candidate}'?`;
}
