// What does a parsed Go template write for given data?
import { pipeValue } from './evaluate-pipeline.ts';
import { fault, type Run, type RunOptions, type Variable, variable } from './evaluate-run.ts';
import { DEFAULT_LIMITS, GoTemplateFault, startMeter } from './meter.ts';
import type { Body, ParsedTemplate, PipeNode, Statement } from './nodes.ts';
import { printForOutput, printValue } from './print.ts';
import { GoTemplateError, placeIn } from './template-error.ts';
import { type GoValue, integer, isGo, isTrue, sortedKeys } from './values.ts';

type Flow = 'on' | 'break' | 'continue';

function write(run: Run, text: string): void {
  run.length += text.length;
  run.meter.text(run.length);
  run.out.push(text);
}

function walkBody(run: Run, dot: GoValue, body: Body): Flow {
  for (const statement of body) {
    const flow = walk(run, dot, statement);
    if (flow !== 'on') return flow;
  }
  return 'on';
}

function scoped(run: Run, inside: () => Flow): Flow {
  const mark = run.variables.length;
  const flow = inside();
  run.variables.length = mark;
  return flow;
}

type Control = Extract<Statement, { readonly body: Body }>;

function walkChoice(run: Run, dot: GoValue, { kind, pipe, body, otherwise }: Control): Flow {
  return scoped(run, () => {
    const value = pipeValue(run, dot, pipe);
    if (isTrue(value)) return walkBody(run, kind === 'with' ? value : dot, body);
    return otherwise === undefined ? 'on' : walkBody(run, dot, otherwise);
  });
}

type Turn = readonly [key: GoValue, element: GoValue];

function* turns(run: Run, value: GoValue): Generator<Turn> {
  if (isGo(value, 'list')) for (const [index, item] of value.items.entries()) yield [integer(index), item];
  else if (isGo(value, 'map')) for (const key of sortedKeys(value)) yield [key, value.entries.get(key)];
  else if (isGo(value, 'integer')) for (let at = 0n; at < value.value; at += 1n) yield [undefined, integer(at, value.type)];
  else if (value !== undefined && value !== null) fault(`range can't iterate over ${printValue(value, run.meter).slice(0, 100)}`);
}

/** Sets the variables of a range: key and element, or the element alone. */
function setTurn(run: Run, pipe: PipeNode, { turn, mark }: { readonly turn: Turn; readonly mark: number }): void {
  const [key, element] = turn;
  const values = pipe.declared.length > 1 ? [key, element] : [element];
  for (const [index, name] of pipe.declared.entries()) {
    const slot = pipe.assigns ? variable(run, name) : run.variables[mark - pipe.declared.length + index];
    if (slot !== undefined) slot.value = values[index];
  }
}

function walkRange(run: Run, dot: GoValue, { at, pipe, body, otherwise }: Control): Flow {
  return scoped(run, () => {
    const value = pipeValue(run, dot, pipe);
    run.at = at;
    if (isGo(value, 'integer') && pipe.declared.length > 1) fault("can't use an integer to iterate over more than one variable");
    const mark = run.variables.length;
    let ran = false;
    for (const turn of turns(run, value)) {
      ran = true;
      run.meter.spend(1);
      setTurn(run, pipe, { turn, mark });
      const flow = walkBody(run, turn[1], body);
      run.variables.length = mark;
      if (flow === 'break') break;
    }
    if (!ran && otherwise !== undefined) return walkBody(run, dot, otherwise);
    return 'on';
  });
}

function walkTemplate(run: Run, dot: GoValue, { name, pipe }: Extract<Statement, { readonly kind: 'template' }>): void {
  const body = run.parsed.templates.get(name);
  if (body === undefined) fault(`template ${JSON.stringify(name)} not defined`);
  if (run.depth >= run.meter.limits.depth) fault(`exceeded maximum template depth (${run.meter.limits.depth})`);
  const value = pipe === undefined ? undefined : pipeValue(run, dot, pipe);
  const { variables } = run;
  run.variables = [{ name: '$', value }];
  run.depth += 1;
  walkBody(run, value, body);
  run.depth -= 1;
  run.variables = variables;
}

function walk(run: Run, dot: GoValue, statement: Statement): Flow {
  run.at = statement.at;
  run.meter.spend(1);
  switch (statement.kind) {
    case 'text':
      write(run, statement.text);
      return 'on';
    case 'action': {
      const value = pipeValue(run, dot, statement.pipe);
      if (statement.pipe.declared.length === 0) write(run, printForOutput(value, run.meter));
      return 'on';
    }
    case 'if':
    case 'with':
      return walkChoice(run, dot, statement);
    case 'range':
      return walkRange(run, dot, statement);
    case 'template':
      walkTemplate(run, dot, statement);
      return 'on';
    default:
      return statement.kind;
  }
}

/** Runs a template. Maps in `data` may be changed by functions such as `set`. Throws GoTemplateError with the place that failed. */
export function runGoTemplate(parsed: ParsedTemplate, data: GoValue, options: RunOptions): string {
  const { functions, missingKey = 'invalid', limits = DEFAULT_LIMITS } = options;
  const variables: Variable[] = [{ name: '$', value: data }];
  const run: Run = { parsed, functions, missingKey, meter: startMeter(limits), out: [], length: 0, depth: 0, variables, at: 0 };
  try {
    walkBody(run, data, parsed.body);
  } catch (error) {
    if (error instanceof GoTemplateFault) throw new GoTemplateError(error.message, placeIn(parsed.text, run.at));
    throw error;
  }
  return run.out.join('');
}
