// Can helm use this file as values?
import type { ClosureProblem } from '../model.ts';
import { isFields } from './go-fields.ts';
import { placeIn } from './place.ts';
import { readDocuments } from './read-document.ts';

/** Values are a mapping, or several that helm merges; a list or a single value is what helm refuses without saying where. */
export function valuesProblem(file: string, text: string): ClosureProblem | undefined {
  const read = readDocuments(text, 'all');
  if (!read.ok) {
    const { message, line, column } = read;
    return {
      code: 'file-unreadable',
      message: `${file} is no YAML: ${message}`,
      hint: 'Correct the YAML at this place.',
      at: { file, line, column },
    };
  }
  const document = read.values.findIndex((value) => value !== null && value !== undefined && !isFields(value));
  if (document < 0) return undefined;
  return {
    code: 'file-unreadable',
    message: `${file} must be a mapping of values, found ${Array.isArray(read.values[document]) ? 'a list' : 'a single value'}`,
    hint: 'Write the values as `key: value` pairs.',
    at: placeIn(file, text, document).at(''),
  };
}
