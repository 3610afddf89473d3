// What does a YAML text say, read the way Kubernetes reads it?
import { constructYaml } from './construct-yaml.ts';
import { lenientEvents, originalColumn, RepairedTextError } from './lenient-events.ts';
import { toSyntaxError, YamlSyntaxError } from './yaml-error.ts';

/** Deepest nesting that is read. The deepest schema of a CustomResourceDefinition in the wild is below 100. */
const MAX_DEPTH = 500;
/** Longest text that is read, in UTF-16 units. */
const MAX_LENGTH = 128 * 1024 * 1024;

/** js-yaml takes it for a separator, Kubernetes for text. */
const INDENTED_SEPARATOR = /^[ \t]+---(?:[ \t\r\n]|$)/;

/** All documents of a stream, in order; an empty document is null. */
export interface YamlStream {
  readonly values: readonly unknown[];
}

/**
 * Reads a stream as sigs.k8s.io/yaml does (YAML 1.1 words and numbers, keys as text), with duplicate keys refused.
 * Values are null, boolean, number, string, list or plain object; whole numbers beyond ±2^53 lose their last digits.
 * Aliased collections are shared, never copied: treat the result as read-only. Throws YamlSyntaxError.
 */
export function readYaml(text: string): YamlStream {
  if (text.length > MAX_LENGTH) throw new YamlSyntaxError(`the text is longer than ${MAX_LENGTH / 1024 / 1024} MiB`, 1, 1);
  if (INDENTED_SEPARATOR.test(text)) throw new YamlSyntaxError('the separator --- must stand at the start of its line', 1, 1);
  let read = text;
  try {
    const lenient = lenientEvents(text, MAX_DEPTH);
    read = lenient.text;
    return { values: constructYaml(lenient.text, lenient.events) };
  } catch (thrown) {
    if (thrown instanceof RepairedTextError) read = thrown.text;
    const error = toSyntaxError(thrown instanceof RepairedTextError ? thrown.cause : thrown, read);
    if (read === text) throw error;
    throw new YamlSyntaxError(error.message, error.line, originalColumn(read, error.line, error.column));
  }
}
