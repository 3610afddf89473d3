// What is the tree of a parsed Go template?

interface Placed {
  /** Offset in the text of the template. */
  readonly at: number;
}

export type Operand =
  | (Placed & { readonly kind: 'dot' })
  | (Placed & { readonly kind: 'nil' })
  | (Placed & { readonly kind: 'bool'; readonly value: boolean })
  | (Placed & { readonly kind: 'string'; readonly value: string })
  | (Placed & { readonly kind: 'number' } & NumberConstant)
  | (Placed & { readonly kind: 'field'; readonly names: readonly string[] })
  | (Placed & { readonly kind: 'variable'; readonly name: string; readonly names: readonly string[] })
  | (Placed & { readonly kind: 'function'; readonly name: string })
  | (Placed & { readonly kind: 'chain'; readonly of: Operand; readonly names: readonly string[] })
  | PipeNode;

/** A number as it is written: what it is depends on where it is used. */
export interface NumberConstant {
  readonly text: string;
  /** Set where it can be an int64. */
  readonly whole: bigint | undefined;
  readonly float: number | undefined;
  /** Where nothing asks for a type, is it a float64? */
  readonly idealFloat: boolean;
}

export interface Command extends Placed {
  readonly operands: readonly [Operand, ...Operand[]];
}

export interface PipeNode extends Placed {
  readonly kind: 'pipe';
  readonly declared: readonly string[];
  readonly assigns: boolean;
  readonly commands: readonly Command[];
}

export type Statement =
  | (Placed & { readonly kind: 'text'; readonly text: string })
  | (Placed & { readonly kind: 'action'; readonly pipe: PipeNode })
  | (Placed & {
      readonly kind: 'if' | 'with' | 'range';
      readonly pipe: PipeNode;
      readonly body: Body;
      readonly otherwise: Body | undefined;
    })
  | (Placed & { readonly kind: 'template'; readonly name: string; readonly pipe: PipeNode | undefined })
  | (Placed & { readonly kind: 'break' | 'continue' });

export type Body = readonly Statement[];

export interface ParsedTemplate {
  readonly text: string;
  readonly body: Body;
  /** What `define` and `block` name. The template itself is among them. */
  readonly templates: ReadonlyMap<string, Body>;
}
