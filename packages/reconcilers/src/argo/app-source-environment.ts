// What becomes of `$ARGOCD_APP_NAME` and its like in the fields of an Application?

/** Texts of the variables of a build; undefined: known only where Argo CD runs. */
export type BuildEnvironment = ReadonlyMap<string, string | undefined>;

export interface BuildFacts {
  readonly name: string;
  readonly namespace: string;
  readonly project: string;
  readonly repoURL: string;
  readonly path: string;
  readonly targetRevision: string;
}

/** The variables that Argo CD knows for a source (build environment of its documentation). */
export function buildEnvironment(facts: BuildFacts): BuildEnvironment {
  return new Map([
    ['ARGOCD_APP_NAME', facts.name],
    ['ARGOCD_APP_NAMESPACE', facts.namespace],
    ['ARGOCD_APP_PROJECT_NAME', facts.project],
    ['ARGOCD_APP_SOURCE_REPO_URL', facts.repoURL],
    ['ARGOCD_APP_SOURCE_PATH', facts.path],
    ['ARGOCD_APP_SOURCE_TARGET_REVISION', facts.targetRevision],
    ['ARGOCD_APP_REVISION', undefined],
    ['ARGOCD_APP_REVISION_SHORT', undefined],
    ['ARGOCD_APP_REVISION_SHORT_8', undefined],
  ]);
}

/** A text after substitution, with the variables whose text is not known from outside (they are left as written) and those that nobody knows. */
export interface Substituted {
  readonly text: string;
  /** Known to Argo CD alone. */
  readonly hidden: readonly string[];
  /** Known to nobody: Argo CD puts nothing there. */
  readonly unknown: readonly string[];
}

/** A special name of a shell, or a plain one. */
const NAME = /[*#$@!?\-0-9]|[A-Za-z_][A-Za-z0-9_]*/y;

interface Reference {
  /** Empty: braces without a name or without an end, which vanish. */
  readonly name: string;
  /** Where the text goes on. */
  readonly end: number;
}

/** The variable after the dollar sign at `at`; undefined: no name follows, and the sign stands for itself. */
function referenceAt(text: string, at: number, lastBrace: number): Reference | undefined {
  if (text[at + 1] === '{') {
    // Whether any brace closes is known beforehand: a search for each of many open ones would not be linear.
    const close = at < lastBrace ? text.indexOf('}', at) : -1;
    return close < 0 ? { name: '', end: at + 2 } : { name: text.slice(at + 2, close), end: close + 1 };
  }
  NAME.lastIndex = at + 1;
  const [name] = NAME.exec(text) ?? [];
  return name === undefined ? undefined : { name, end: at + 1 + name.length };
}

/** As Go's os.Expand does it, with `$$` for a dollar. */
export function substitute(text: string, environment: BuildEnvironment): Substituted {
  const hidden: string[] = [];
  const unknown: string[] = [];
  const lastBrace = text.lastIndexOf('}');
  let replaced = '';
  let from = 0;
  for (let at = text.indexOf('$'); at >= 0; at = text.indexOf('$', from)) {
    const reference = referenceAt(text, at, lastBrace);
    const { name, end } = reference ?? { name: undefined, end: at + 1 };
    const value = name === undefined || name === '$' ? '$' : environment.get(name);
    if (value === undefined && name !== undefined && environment.has(name)) hidden.push(name);
    else if (value === undefined && name !== undefined && name !== '') unknown.push(name);
    const written = name !== undefined && environment.has(name) ? text.slice(at, end) : '';
    replaced += text.slice(from, at) + (value ?? written);
    from = end;
  }
  return { text: replaced + text.slice(from), hidden, unknown };
}
