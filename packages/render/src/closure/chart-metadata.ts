// What do Chart.yaml and requirements.yaml say: is this a chart, and which charts does it need?
import type { ClosureProblem } from '../model.ts';
import { fieldItems, fieldText, isFields, type Placed } from './go-fields.ts';
import { type Place, placeIn } from './place.ts';
import { readDocuments } from './read-document.ts';

export interface ChartDependency {
  readonly name: string;
  readonly version: string;
  readonly repository: string;
  readonly place: Place;
  /** Of its name. */
  readonly pointer: string;
}

export interface ChartMetadata {
  readonly name: string;
  readonly dependencies: readonly ChartDependency[];
  readonly problems: readonly ClosureProblem[];
}

const FIX = 'Correct the chart; helm refuses it as it is.';

function tell(message: string, at: ClosureProblem['at']): ClosureProblem {
  return { code: 'file-unreadable', message, hint: FIX, at };
}

/** A file of a chart that must be a mapping: its content, or why helm will refuse it. */
function readMapping(file: string, text: string): { readonly value: Placed<unknown> } | { readonly problem: ClosureProblem } {
  const read = readDocuments(text, 'first');
  if (!read.ok) return { problem: tell(`${file} is no YAML: ${read.message}`, { file, line: read.line, column: read.column }) };
  const value = read.values[0];
  if (value !== undefined && value !== null && !isFields(value)) {
    return {
      problem: tell(`${file} must be a mapping, found ${Array.isArray(value) ? 'a list' : 'a single value'}`, placeIn(file, text).at('')),
    };
  }
  return { value: { value: value ?? {}, pointer: '' } };
}

function dependenciesOf(metadata: Placed<unknown>, place: Place): readonly ChartDependency[] {
  return fieldItems(metadata, 'dependencies').flatMap((item) => {
    const name = fieldText(item, 'name');
    if (name === undefined) return [];
    const { value, pointer } = name;
    return {
      name: value,
      version: fieldText(item, 'version')?.value ?? '',
      repository: fieldText(item, 'repository')?.value ?? '',
      place,
      pointer,
    };
  });
}

/** Reads Chart.yaml. `file` is the path to name in problems. */
export function readChartMetadata(file: string, text: string): ChartMetadata {
  const read = readMapping(file, text);
  if ('problem' in read) return { name: '', dependencies: [], problems: [read.problem] };
  const place = placeIn(file, text);
  const problems = ['name', 'version']
    .filter((field) => fieldText(read.value, field) === undefined)
    .map((field) => tell(`${file} has no ${field}`, { ...place.at(`/${field}`), file }));
  return { name: fieldText(read.value, 'name')?.value ?? '', dependencies: dependenciesOf(read.value, place), problems };
}

/** Reads requirements.yaml, where charts of the first generation keep their dependencies. */
export function readRequirements(file: string, text: string): Omit<ChartMetadata, 'name'> {
  const read = readMapping(file, text);
  if ('problem' in read) return { dependencies: [], problems: [read.problem] };
  return { dependencies: dependenciesOf(read.value, placeIn(file, text)), problems: [] };
}

/** Versions that a lock file pins, by name. */
export function lockedVersions(text: string): ReadonlyMap<string, string> {
  const read = readDocuments(text, 'first');
  const lock: Placed<unknown> = { value: read.ok ? read.values[0] : undefined, pointer: '' };
  return new Map(
    fieldItems(lock, 'dependencies').flatMap((item) => {
      const [name, version] = [fieldText(item, 'name')?.value, fieldText(item, 'version')?.value];
      return name === undefined || version === undefined ? [] : [[name, version] as const];
    }),
  );
}
