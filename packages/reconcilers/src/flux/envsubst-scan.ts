// Which piece of a text with variables comes next?

/** Accepts a character by itself and its place in the piece, from 1. */
export type Accept = (char: string, place: number) => boolean;

export interface TakeOptions {
  /** `${` is a piece of its own, and ends one. */
  readonly open?: boolean;
  /** `}` is a piece of its own. */
  readonly close?: boolean;
  /** Characters that, doubled, stand for one; the backslash also for a slash behind it. */
  readonly escapes?: string;
}

export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'open' | 'close' | 'end' }
  /** A character that is not accepted here. */
  | { readonly kind: 'other' };

export interface Scanner {
  /** The next character, '' at the end. */
  readonly peek: (ahead?: number) => string;
  readonly take: (accept: Accept, options?: TakeOptions) => Piece;
  readonly position: () => number;
}

/** To Flux a NUL is the end of the text. */
const END = '\0';

export function scan(text: string): Scanner {
  let at = 0;
  const charAt = (index: number): string => {
    const code = text.codePointAt(index);
    const char = code === undefined ? '' : String.fromCodePoint(code);
    return char === END ? '' : char;
  };
  const isOpen = (): boolean => text.startsWith('${', at);
  const isEscape = (char: string, escapes: string): boolean => {
    if (!escapes.includes(char)) return false;
    const next = charAt(at + 1);
    return next === char || (char === '\\' && next === '/');
  };
  const takeText = (accept: Accept, { open = false, escapes = '' }: TakeOptions): string => {
    let [taken, from, place] = ['', at, 0];
    for (let char = charAt(at); char !== '' && !(open && isOpen()); char = charAt(at)) {
      place += 1;
      if (isEscape(char, escapes)) {
        taken += text.slice(from, at);
        from = at + 1;
        at += 2;
      } else if (accept(char, place)) at += char.length;
      else break;
    }
    return taken + text.slice(from, at);
  };
  return {
    peek: (ahead = 0) => charAt(at + ahead),
    position: () => at,
    take: (accept, options = {}) => {
      const char = charAt(at);
      if (char === '') return { kind: 'end' };
      if (options.open === true && isOpen()) {
        at += 2;
        return { kind: 'open' };
      }
      if (options.close === true && char === '}') {
        at += 1;
        return { kind: 'close' };
      }
      const taken = takeText(accept, options);
      return taken === '' ? { kind: 'other' } : { kind: 'text', text: taken };
    },
  };
}
