// fairway render: what exactly will change in which environment?
import { exitCodeOfVerdict, type Report } from '@fairway/contracts';
import { reportToHtml, reportToJson, reportToJunit, reportToMarkdown, reportToSarif, reportToText } from '@fairway/report';
import { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { inCi } from '../context.ts';
import type { ContextOf } from '../program.ts';
import { addRenderOptions, checkRenderFlags, type Format, type RenderFlags } from '../render-options.ts';
import { runRender } from '../run-render.ts';

/** Text of the report in one format. */
export const formatReport = (report: Report, format: Format, context: Pick<CliContext, 'stdout' | 'color'>, verbose: boolean): string => {
  switch (format) {
    case 'json':
      return reportToJson(report);
    case 'markdown':
      return reportToMarkdown(report);
    case 'html':
      return reportToHtml(report);
    case 'sarif':
      return reportToSarif(report);
    case 'junit':
      return reportToJunit(report);
    case 'text':
      return reportToText(report, { color: context.color, width: context.stdout.columns ?? 100, verbose });
  }
};

export const renderCommand = (contextOf: ContextOf): Command =>
  addRenderOptions(new Command('render').description('what exactly will change in which environment?')).action(
    async (flags: RenderFlags) => {
      checkRenderFlags(flags);
      const context = contextOf();
      const outcome = await runRender(flags, context);
      const format = flags.json === true ? 'json' : flags.format;
      context.stdout.write(formatReport(outcome.report, format, context, flags.verbose));
      if (flags.json !== true && (flags.verbose || inCi(context.env))) context.stderr.write(`${timingsLine(outcome.timings)}\n`);
      context.exit(exitCodeOfVerdict(outcome.report.verdict));
    },
  );

const timingsLine = (timings: Readonly<Record<string, number>>): string =>
  `timings: ${Object.entries(timings)
    .map(([name, value]) => `${name} ${Math.round(value)}`)
    .join(', ')}`;
