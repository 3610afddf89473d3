// How is a report handed to CI systems that show tests (JUnit XML)?
import type { Report, ReportError } from '@fairway/contracts';
import { chainText } from './app-tree.ts';
import { isGap } from './not-looked-at.ts';
import { locationText } from './object-name.ts';
import type { AppOutline } from './outline.ts';
import { outlineOf } from './outline.ts';
import { xmlText } from './xml-text.ts';

const element = (name: string, attributes: Readonly<Record<string, string>>, body = ''): string => {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlText(value)}"`);
  return body === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${body}</${name}>`;
};

const findingText = (finding: AppOutline['findings'][number]): string =>
  [
    `${finding.severity} ${finding.ruleId}: ${finding.message}`,
    ...(finding.location === undefined ? [] : [locationText(finding.location)]),
    finding.hint,
  ]
    .filter((line) => line !== '')
    .join('\n');

const errorText = (error: ReportError): string =>
  [error.message, ...(error.at === undefined ? [] : [locationText(error.at)]), error.hint].filter((line) => line !== '').join('\n');

interface Case {
  readonly suite: string;
  readonly name: string;
  readonly error: string;
  readonly failure: string;
  readonly skipped: string;
  readonly output: string;
}

const outcome = (test: Case): string => {
  if (test.error !== '') return element('error', { message: test.error.split('\n')[0] ?? '' }, xmlText(test.error));
  if (test.failure !== '') return element('failure', { message: test.failure.split('\n')[0] ?? '' }, xmlText(test.failure));
  return test.skipped === '' ? '' : element('skipped', { message: test.skipped });
};

const caseXml = (test: Case): string =>
  element(
    'testcase',
    { classname: test.suite, name: test.name },
    `${outcome(test)}${test.output === '' ? '' : element('system-out', {}, xmlText(test.output))}`,
  );

const textOf = (findings: AppOutline['findings'], blocking: boolean): string =>
  findings
    .filter((finding) => finding.status !== 'fixed' && finding.blocking === blocking)
    .map(findingText)
    .join('\n\n');

const appCase = ({ result, findings, errors }: AppOutline, chain: string): Case => ({
  suite: result.env,
  name: result.app,
  error:
    result.status === 'failed' || errors.length > 0 ? errors.map(errorText).join('\n\n') || (result.reason ?? 'it could not be built') : '',
  failure: textOf(findings, true),
  skipped: result.status === 'skipped' ? (result.reason ?? 'not looked at') : '',
  output: [...(chain === '' ? [] : [`via ${chain}`]), textOf(findings, false)].filter((text) => text !== '').join('\n\n'),
});

const suiteXml = (name: string, tests: readonly Case[]): string => {
  const count = (of: (test: Case) => boolean): string => tests.filter(of).length.toString();
  const attributes = {
    name,
    tests: tests.length.toString(),
    failures: count((test) => test.error === '' && test.failure !== ''),
    errors: count((test) => test.error !== ''),
    skipped: count((test) => test.error === '' && test.failure === '' && test.skipped !== ''),
  };
  return element('testsuite', attributes, `\n${tests.map((test) => `    ${caseXml(test)}`).join('\n')}\n  `);
};

const skippedText = ({ path, reason }: Report['skipped'][number]): string =>
  isGap(reason) ? `${path}: ${reason}` : `not looked at: ${path}: ${reason}`;

/** JUnit XML: one suite per environment, one case per app: `error` if it could not be built, `failure` if a finding blocks. No times. */
export const reportToJunit = (report: Report): string => {
  const outline = outlineOf(report);
  const byId = new Map(report.apps.map((app) => [app.id, app]));
  const repository: Case = {
    suite: 'repository',
    name: report.verb,
    error: outline.looseErrors.map(errorText).join('\n\n'),
    failure: textOf(outline.looseFindings, true),
    skipped: '',
    output: [textOf(outline.looseFindings, false), ...report.skipped.map(skippedText)].filter((text) => text !== '').join('\n\n'),
  };
  const suites = Map.groupBy([repository, ...outline.apps.map((app) => appCase(app, chainText(app.result, byId)))], (test) => test.suite);
  const body = [...suites].map(([name, tests]) => `  ${suiteXml(name, tests)}`).join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: `fairway ${report.verb}` }, `\n${body}\n`)}\n`;
};
