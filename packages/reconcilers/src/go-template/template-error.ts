// Where and why does a template fail?

/** A place in the text of a template, both from 1; the column counts UTF-16 units. */
export interface TemplatePlace {
  readonly line: number;
  readonly column: number;
}

export function placeIn(text: string, offset: number): TemplatePlace {
  const before = text.slice(0, offset);
  const lines = before.split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

/** A template that cannot be read, or that fails while it runs. The message starts with `line:column: `. */
export class GoTemplateError extends Error {
  readonly place: TemplatePlace;
  readonly reason: string;

  constructor(reason: string, place: TemplatePlace, options: { readonly cause?: unknown } = {}) {
    super(`${place.line}:${place.column}: ${reason}`, options);
    this.name = 'GoTemplateError';
    this.reason = reason;
    this.place = place;
  }
}
