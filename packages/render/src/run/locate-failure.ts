// Where must a person look when kustomize refused an app? It names no file of the repository, or a line that counts from elsewhere.
import { FairwayError, type SourceLocation } from '@fairway/contracts';
import { checkYaml, isRecord, jsonPointer } from '@fairway/manifests';
import { texts } from '../checks/json-access.ts';
import { placeOf } from '../checks/place.ts';
import { yamlInputs } from '../checks/yaml-inputs.ts';
import { toLocation } from '../closure/place.ts';
import type { CheckContext, KustomizationNode } from '../model.ts';

type Inputs = Pick<CheckContext, 'app' | 'closure' | 'read'>;

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The first input that is no YAML, if the program complains about it: kustomize counts lines from the start of the document, and names no file of a repeated key. */
const brokenInput = ({ message }: FairwayError, inputs: Inputs): FairwayError | undefined => {
  const repeated = /mapping key "(.+?)" already/.exec(message)?.[1];
  for (const file of yamlInputs(inputs)) {
    const source = repeated !== undefined || message.includes(nameOf(file)) ? inputs.read(file) : undefined;
    const problem = source === undefined ? undefined : checkYaml(source).problems.find(({ duplicateKey }) => duplicateKey === repeated);
    if (problem === undefined) continue;
    const { line, column } = problem;
    const hint = 'Correct the YAML at this place.';
    return new FairwayError('tool-failed', `${file} ${repeated === undefined ? 'is no YAML' : 'is refused'}: ${problem.message}`, {
      hint,
      at: { file, line, column },
    });
  }
  return undefined;
};

/** Pointer of the first key of this name, at any depth. */
const pointerTo = (value: unknown, key: string, path: readonly (string | number)[] = []): string | undefined => {
  if (isRecord(value) && Object.hasOwn(value, key)) return jsonPointer(...path, key);
  const children = Array.isArray(value) ? value.entries() : isRecord(value) ? Object.entries(value) : [];
  for (const [name, child] of children) {
    const found = pointerTo(child, key, [...path, name]);
    if (found !== undefined) return found;
  }
  return undefined;
};

const inNodes = (
  nodes: readonly KustomizationNode[],
  pointerIn: (node: KustomizationNode) => string | undefined,
): SourceLocation | undefined => {
  const found = nodes.flatMap((node) => {
    const pointer = pointerIn(node);
    return pointer === undefined ? [] : [{ node, pointer }];
  });
  const [first, ...others] = found;
  return first === undefined || others.length > 0 ? undefined : toLocation(placeOf(first.node.file, first.node.text, first));
};

/** As Go's JSON decoder names what it found. */
const typeName = (value: unknown): string => {
  if (Array.isArray(value)) return 'array';
  return isRecord(value) ? 'object' : typeof value === 'boolean' ? 'bool' : typeof value;
};

/** Where a list was expected, the value itself is meant; else it, or an item of it. */
const holds = (value: unknown, found: string, expected: string): boolean =>
  typeName(value) === found || (!expected.startsWith('[]') && Array.isArray(value) && value.some((item) => typeName(item) === found));

const NODE_PATTERNS: readonly (readonly [RegExp, (match: readonly string[]) => (node: KustomizationNode) => string | undefined])[] = [
  [
    /unknown field "([^"]+)"/,
    ([, field = '']) =>
      ({ content }) =>
        pointerTo(content, field),
  ],
  [
    /unmarshal (\w+) into Go struct field Kustomization\.(\w+) of type (\S+)/,
    ([, found = '', field = '', expected = '']) =>
      ({ content }) =>
        holds(content[field], found, expected) ? `/${field}` : undefined,
  ],
  [
    /.*resources from '([^']+)'/s,
    ([, path = '']) =>
      ({ content }) => {
        const index = texts(content.resources).indexOf(path);
        return index < 0 ? undefined : `/resources/${index}`;
      },
  ],
];

const placeIn = (message: string, nodes: readonly KustomizationNode[]): SourceLocation | undefined => {
  for (const [pattern, pointerFor] of NODE_PATTERNS) {
    const match = pattern.exec(message);
    const place = match === null ? undefined : inNodes(nodes, pointerFor(match));
    if (place !== undefined) return place;
  }
  return undefined;
};

/** The same error with the place to look at, where exactly one is meant; a text that is no YAML is told in our words. */
export const locateFailure = (error: FairwayError, inputs: Inputs): FairwayError => {
  if (error.code !== 'tool-failed' || error.at !== undefined) return error;
  const broken = brokenInput(error, inputs);
  if (broken !== undefined) return broken;
  const at = placeIn(error.message, inputs.closure.kustomizations);
  return at === undefined ? error : new FairwayError(error.code, error.message, { hint: error.hint, at, cause: error });
};
