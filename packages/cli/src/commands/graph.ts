// fairway graph: which Flux or Argo CD object makes which app, and what does it need?
import { extname, resolve } from 'node:path';
import { createOutput } from '@fairway/adapters';
import type { OwnershipGraph } from '@fairway/contracts';
import { graphDot, graphMermaid, graphOf, graphSvg, graphText } from '@fairway/report';
import { Command, Option } from 'commander';
import type { CliContext } from '../context.ts';
import type { ContextOf } from '../program.ts';
import { collect, type RenderFlags } from '../render-options.ts';
import { runRender } from '../run-render.ts';

const FORMATS = ['text', 'json', 'dot', 'mermaid', 'svg'] as const;
type Format = (typeof FORMATS)[number];

interface GraphFlags extends Pick<RenderFlags, 'env' | 'app' | 'cache' | 'helm' | 'helm3' | 'kustomize'> {
  readonly format?: Format;
  readonly output?: string;
}

/** Endings that say in which format a file is wanted. */
const BY_ENDING: Readonly<Record<string, Format>> = {
  '.json': 'json',
  '.dot': 'dot',
  '.gv': 'dot',
  '.mmd': 'mermaid',
  '.mermaid': 'mermaid',
  '.svg': 'svg',
};

const formatOf = ({ format, output }: GraphFlags): Format => format ?? BY_ENDING[extname(output ?? '').toLowerCase()] ?? 'text';

/** A file is for everybody: neither colour nor the width of this terminal. */
const graphAs = (graph: OwnershipGraph, format: Format, context: CliContext, toFile: boolean): string => {
  switch (format) {
    case 'json':
      return `${JSON.stringify(graph, undefined, 2)}\n`;
    case 'dot':
      return graphDot(graph);
    case 'mermaid':
      return graphMermaid(graph);
    case 'svg':
      return graphSvg(graph);
    case 'text':
      return graphText(graph, toFile ? {} : { color: context.color, width: context.stdout.columns ?? 100 });
  }
};

/** The graph needs the rendering, for objects come out of apps, and nothing of what judges it. */
const renderFlags = ({ env, app, cache, helm, helm3, kustomize }: GraphFlags): RenderFlags => ({
  env,
  app,
  baseExact: false,
  includeSecrets: false,
  format: 'text',
  verifyDeterminism: false,
  cache,
  verbose: false,
  ...(helm === undefined ? {} : { helm }),
  ...(helm3 === undefined ? {} : { helm3 }),
  ...(kustomize === undefined ? {} : { kustomize }),
});

export const graphCommand = (contextOf: ContextOf): Command =>
  new Command('graph')
    .description('which Flux or Argo CD object makes which app, and what does it need?')
    .option('-e, --env <names>', 'environments by name or stage, separated by commas', collect, [])
    .option('-a, --app <names>', 'apps by name or env/name, separated by commas', collect, [])
    .addOption(new Option('-f, --format <format>', 'what is printed (default: by the ending of --output, else text)').choices(FORMATS))
    .option('-o, --output <file>', 'write it to this file instead')
    .option('--no-cache', 'neither read nor write the render cache')
    .option('--helm <path>', 'a helm 4 binary of your own')
    .option('--helm3 <path>', 'a helm 3 binary of your own')
    .option('--kustomize <path>', 'a kustomize binary of your own')
    .action(async (flags: GraphFlags) => {
      const context = contextOf();
      const { report, uses } = await runRender(renderFlags(flags), context);
      const text = graphAs(graphOf(report, { uses }), formatOf(flags), context, flags.output !== undefined);
      if (flags.output === undefined) context.stdout.write(text);
      else await createOutput().writeFile(resolve(context.cwd, flags.output), text);
      if (report.verdict !== 'incomplete') return;
      context.stderr.write(
        'The graph is incomplete: what could not be built, or was not looked at, may make more; fairway render names it.\n',
      );
      context.exit(3);
    });
