// Does a label selector, written as text, select these labels?
// Grammar: Kubernetes, Concepts, Labels and Selectors (set-based and equality-based requirements).

type Labels = Readonly<Record<string, string>>;
type Requirement = (labels: Labels) => boolean;

const SET = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/;
const EQUALITY = /^([^\s!=]+)\s*(==|=|!=)\s*([^\s!=]*)$/;
const EXISTENCE = /^(!?)\s*([^\s!=(),]+)$/;

/** Cuts at commas that stand outside of parentheses. */
const clauses = (selector: string): readonly string[] => selector.split(/,(?![^(]*\))/).map((clause) => clause.trim());

const setRequirement = (key: string, operator: string, list: string): Requirement => {
  const values = list.split(',').map((value) => value.trim());
  return (labels) => {
    const value = labels[key];
    return (value !== undefined && values.includes(value)) === (operator === 'in');
  };
};

const requirementOf = (clause: string): Requirement | undefined => {
  const [, setKey, setOperator, list] = SET.exec(clause) ?? [];
  if (setKey !== undefined && setOperator !== undefined && list !== undefined) return setRequirement(setKey, setOperator, list);
  const [, key, operator, value] = EQUALITY.exec(clause) ?? [];
  if (key !== undefined) return (labels) => (labels[key] === value) === (operator !== '!=');
  const [, not, name] = EXISTENCE.exec(clause) ?? [];
  if (name !== undefined) return (labels) => Object.hasOwn(labels, name) === (not === '');
  return undefined;
};

/** Reads a selector. Empty selects everything; undefined: not understood. */
export const labelSelector = (selector: string): Requirement | undefined => {
  if (selector.trim() === '') return () => true;
  const requirements = clauses(selector).map(requirementOf);
  if (requirements.includes(undefined)) return undefined;
  return (labels) => requirements.every((requirement) => requirement?.(labels) ?? false);
};
