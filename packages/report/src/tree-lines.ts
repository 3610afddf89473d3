// How is a tree drawn with lines of text?

/** A row of a tree: its own text, and rows of the same node below it that carry no branch. */
export interface TreeRow {
  readonly text: string;
  readonly notes: readonly string[];
}

/** How a tree is walked. `row` is called once for each node, in the order of the lines, before `children`. */
export interface TreeWalk<T> {
  readonly row: (node: T) => TreeRow;
  readonly children: (node: T) => readonly T[];
}

/** The lines below the roots, which stand without a branch. Deep trees do not overflow; the walk must end by itself. */
export const treeLines = <T>(roots: readonly T[], walk: TreeWalk<T>): readonly string[] => {
  const lines: string[] = [];
  const waiting: { readonly node: T; readonly before: string; readonly branch: string; readonly after: string }[] = roots
    .map((node) => ({ node, before: '', branch: '', after: '' }))
    .toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, before, branch, after } = next;
    const { text, notes } = walk.row(node);
    const children = walk.children(node);
    lines.push(`${before}${branch}${text}`);
    const indent = `${before}${after}`;
    for (const note of notes) lines.push(`${indent}${children.length > 0 ? '│  ' : '   '}${note}`);
    waiting.push(
      ...children
        .map((child, i) => {
          const isLast = i === children.length - 1;
          return { node: child, before: indent, branch: isLast ? '└─ ' : '├─ ', after: isLast ? '   ' : '│  ' };
        })
        .toReversed(),
    );
  }
  return lines;
};
