// Which labels does a LabelSelector choose, and which could it choose?
import { isRecord, jsonPointer } from '@fairway/manifests';

export type Labels = ReadonlyMap<string, string>;

export interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  /** Empty for Exists and DoesNotExist. */
  readonly values: readonly string[];
}

/** All requirements hold together; without any, everything is chosen. */
export type Selector = readonly Requirement[];

function meets({ key, operator, values }: Requirement, labels: Labels): boolean {
  const label = labels.get(key);
  switch (operator) {
    case 'In':
      return label !== undefined && values.includes(label);
    case 'NotIn':
      return label === undefined || !values.includes(label);
    case 'Exists':
      return label !== undefined;
    case 'DoesNotExist':
      return label === undefined;
  }
}

/** Does the selector choose these labels (k8s.io/apimachinery, LabelSelectorAsSelector)? */
export function selects(selector: Selector, labels: Labels): boolean {
  return selector.every((requirement) => meets(requirement, labels));
}

interface Allowed {
  present: boolean;
  absent: boolean;
  only: readonly string[] | undefined;
  readonly not: Set<string>;
}

function narrow(allowed: Allowed, { operator, values }: Requirement): void {
  if (operator === 'DoesNotExist') allowed.absent = true;
  else if (operator === 'NotIn') for (const value of values) allowed.not.add(value);
  else allowed.present = true;
  if (operator === 'In') allowed.only = allowed.only === undefined ? values : allowed.only.filter((value) => values.includes(value));
}

/** Are there labels that meet all of these? Exact: keys do not depend on each other, and there are always more values than a NotIn names. */
export function isSatisfiable(requirements: readonly Requirement[]): boolean {
  const keys = new Map<string, Allowed>();
  for (const requirement of requirements) {
    const allowed = keys.get(requirement.key) ?? { present: false, absent: false, only: undefined, not: new Set<string>() };
    keys.set(requirement.key, allowed);
    narrow(allowed, requirement);
  }
  return keys.values().every(({ present, absent, only, not }) => {
    if (absent && present) return false;
    return only === undefined || only.some((value) => !not.has(value));
  });
}

const OPPOSITES = { In: 'NotIn', NotIn: 'In', Exists: 'DoesNotExist', DoesNotExist: 'Exists' } as const;

/** Chosen by this requirement is exactly what the given one does not choose. */
export function opposite(requirement: Requirement): Requirement {
  return { ...requirement, operator: OPPOSITES[requirement.operator] };
}

/** Does the second selector choose everything that the first one chooses? */
export function implies(narrower: Selector, wider: Selector): boolean {
  return wider.every((requirement) => !isSatisfiable([...narrower, opposite(requirement)]));
}

/** For people: `app=web, tier in (a, b), !old`; `all` for the empty selector. */
export function selectorText(selector: Selector): string {
  const parts = selector.map(({ key, operator, values }) => {
    if (operator === 'Exists') return key;
    if (operator === 'DoesNotExist') return `!${key}`;
    const [only] = values;
    if (values.length === 1 && only !== undefined) return `${key}${operator === 'In' ? '=' : '!='}${only}`;
    return `${key} ${operator === 'In' ? 'in' : 'not in'} (${values.join(', ')})`;
  });
  return parts.length === 0 ? 'all' : parts.join(', ');
}

/** Told for each thing that is wrong in a selector. */
export type Complain = (pointer: string, message: string) => void;

function isOperator(value: unknown): value is Requirement['operator'] {
  return typeof value === 'string' && Object.hasOwn(OPPOSITES, value);
}

function texts(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string') ? value : undefined;
}

function readExpression(value: unknown, pointer: string, complain: Complain): Requirement | undefined {
  if (!isRecord(value) || typeof value.key !== 'string' || value.key === '') {
    complain(pointer, 'a match expression needs a key that is text');
    return undefined;
  }
  const { key, operator } = value;
  if (!isOperator(operator)) {
    complain(`${pointer}/operator`, `found ${JSON.stringify(operator)}, expected In, NotIn, Exists or DoesNotExist`);
    return undefined;
  }
  const values = texts(value.values);
  const wantsValues = operator === 'In' || operator === 'NotIn';
  if (values === undefined || values.length > 0 !== wantsValues) {
    complain(`${pointer}/values`, wantsValues ? `${operator} needs a list of texts` : `${operator} takes no values`);
    return undefined;
  }
  return { key, operator, values: values.toSorted() };
}

function readLabels(value: unknown, pointer: string, complain: Complain): readonly Requirement[] {
  if (value === undefined || value === null) return [];
  if (!isRecord(value)) {
    complain(pointer, 'matchLabels must be a mapping');
    return [];
  }
  return Object.entries(value).flatMap(([key, entry]) => {
    if (typeof entry === 'string') return [{ key, operator: 'In' as const, values: [entry] }];
    complain(`${pointer}${jsonPointer(key)}`, `found ${JSON.stringify(entry)}, expected text; quote it`);
    return [];
  });
}

/** Reads a LabelSelector (meta/v1). Whatever is wrong goes to `complain`; then the result must not be used. */
export function readSelector(value: unknown, pointer: string, complain: Complain): Selector {
  if (!isRecord(value)) {
    complain(pointer, 'a label selector must be a mapping');
    return [];
  }
  for (const key of Object.keys(value)) {
    if (key !== 'matchLabels' && key !== 'matchExpressions') {
      complain(`${pointer}${jsonPointer(key)}`, `unknown key ${JSON.stringify(key)}, expected matchLabels or matchExpressions`);
    }
  }
  const { matchExpressions = null } = value;
  if (matchExpressions !== null && !Array.isArray(matchExpressions)) complain(`${pointer}/matchExpressions`, 'must be a list');
  const expressions: readonly unknown[] = Array.isArray(matchExpressions) ? matchExpressions : [];
  const requirements = [
    ...readLabels(value.matchLabels, `${pointer}/matchLabels`, complain),
    ...expressions.flatMap((entry, at) => readExpression(entry, `${pointer}/matchExpressions/${at}`, complain) ?? []),
  ];
  return requirements.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.operator < b.operator ? -1 : 1));
}
