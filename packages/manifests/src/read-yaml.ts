// What does a YAML text say, read the way Kubernetes reads it?
import { constructYaml, type ResolvePlain } from './construct-yaml.ts';
import { lenientEvents, type RepairBudget } from './lenient-events.ts';
import { YamlSyntaxError } from './yaml-error.ts';

/** Longest text that is read, in UTF-16 units. */
const MAX_LENGTH = 128 * 1024 * 1024;
/** js-yaml takes it for a separator, Kubernetes for text. */
const INDENTED_SEPARATOR = /^[ \t]+---(?:[ \t\r\n]|$)/;
/** Problems of one text that are worth telling. */
const MAX_PROBLEMS = 20;

/** All documents of a stream, in order; an empty document is null. */
export interface YamlStream {
  readonly values: readonly unknown[];
}

/** The same, with everything that is wrong, instead of an exception. Values are of use only when there are no problems. */
export interface CheckedYaml extends YamlStream {
  readonly problems: readonly YamlSyntaxError[];
}

/**
 * Reads a stream and collects its problems in the order of the text: all duplicate keys and impossible values, or the one place from
 * which on it is no YAML. `repairs` bounds the work for several texts together.
 */
export function checkYaml(text: string, repairs?: RepairBudget, resolve?: ResolvePlain): CheckedYaml {
  if (text.length > MAX_LENGTH) {
    return { values: [], problems: [new YamlSyntaxError(`the text is longer than ${MAX_LENGTH / 1024 / 1024} MiB`, 1, 1)] };
  }
  if (INDENTED_SEPARATOR.test(text)) {
    return { values: [], problems: [new YamlSyntaxError('the separator --- must stand at the start of its line', 1, 1)] };
  }
  try {
    const { text: mended, events, asGiven } = lenientEvents(text, repairs);
    const { values, problems } = constructYaml(mended, events, resolve);
    return { values, problems: problems.slice(0, MAX_PROBLEMS).map(asGiven) };
  } catch (error) {
    if (error instanceof YamlSyntaxError) return { values: [], problems: [error] };
    throw error;
  }
}

/**
 * Reads a stream as sigs.k8s.io/yaml does (YAML 1.1 words and numbers, keys as text), with duplicate keys refused.
 * Values are null, boolean, number, string, list or plain object; whole numbers beyond ±2^53 lose their last digits.
 * Aliased collections are shared, never copied: treat the result as read-only. Throws YamlSyntaxError, the first problem of the text.
 */
export function readYaml(text: string): YamlStream {
  const { values, problems } = checkYaml(text);
  const [first] = problems;
  if (first !== undefined) throw first;
  return { values };
}
