// When does a document grow too much by its aliases? The rule of go.yaml.in/yaml/v2 (`decode.go`), counted without expanding anything.

const FREE_BELOW = 400_000;
const STRICT_FROM = 4_000_000;

/** Part of all nodes that may come out of aliases: 99 % of a small document, 10 % of a very large one. */
function allowedShare(nodes: number): number {
  if (nodes <= FREE_BELOW) return 0.99;
  if (nodes >= STRICT_FROM) return 0.1;
  return 0.99 - 0.89 * ((nodes - FREE_BELOW) / (STRICT_FROM - FREE_BELOW));
}

/** Counts nodes of one document as if each alias were replaced by what it names. */
export interface AliasBudget {
  /** One node was read: a scalar, or the start of a collection. */
  readonly node: () => void;
  /** Nodes so far. */
  readonly count: () => number;
  /** An alias stands for so many nodes; false when that is too much. */
  readonly alias: (size: number) => boolean;
}

export function aliasBudget(): AliasBudget {
  let nodes = 0;
  let fromAliases = 0;
  return {
    node: () => {
      nodes += 1;
    },
    count: () => nodes,
    alias: (size) => {
      nodes += 1 + size;
      fromAliases += size;
      return !(fromAliases > 100 && nodes > 1000 && fromAliases / nodes > allowedShare(nodes));
    },
  };
}
