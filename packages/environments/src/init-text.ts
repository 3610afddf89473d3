// What fairway.yaml writes down what was found?
import { ConfigName } from '@fairway/contracts';
import { NO_ENVIRONMENT } from './config/fairway-config.ts';
import { escapeControls } from './config/show-value.ts';
import { inferPatterns } from './init/infer-patterns.ts';
import type { Discovery, Environment } from './model.ts';

/** Address that the published schemas bear as their `$id`. */
const SCHEMA = 'https://fairway.lks.internal/schemas/fairway.schema.json';
/** What is no app is listed as a comment, so far. */
const MAX_LISTED = 200;

/**
 * Text of a fairway.yaml with the environments and the apps of a discovery; it reads back as the same environments and apps. What was
 * ambiguous, and what is no app, stands in comments. Nothing is invented: promoteFrom is left to the person.
 */
export function initText(discovery: Discovery): string {
  const { patterns, unwritten } = inferPatterns(discovery, NO_ENVIRONMENT);
  const environments = discovery.environments.filter(({ name }) => name !== NO_ENVIRONMENT);
  const lines = [
    `# yaml-language-server: $schema=${SCHEMA}`,
    '# Written by fairway init from what is in the repository. Read it, then change what is wrong.',
    'version: 1',
    ...(environments.length > 0 ? ['environments:', ...environments.flatMap((one) => environmentLines(one, discovery))] : []),
    ...chainHint(environments),
    ...(patterns.length > 0
      ? [
          'apps:',
          ...patterns.map(
            (pattern) => `  - ${flow({ path: pattern.path, name: pattern.name, kind: pattern.kind === 'app' ? undefined : pattern.kind })}`,
          ),
        ]
      : []),
    ...comments('These apps cannot be written as a pattern:', unwritten),
    ...comments(
      'What was uncertain:',
      discovery.notes.filter((note) => /ambiguous|no stage|not used/.test(note)),
    ),
    ...comments(
      'What is no app:',
      discovery.skipped.map(({ path, reason }) => `${path === '' ? '.' : path}: ${reason}`),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function environmentLines({ name, stage, kind, promoteFrom, profile }: Environment, { config }: Discovery): string[] {
  const declared =
    config?.environments !== undefined && Object.hasOwn(config.environments, name) ? config.environments[name]?.cluster : undefined;
  const cluster = declared ?? (profile === undefined ? undefined : `clusters/${name}`);
  const fields = flow({
    stage,
    cluster,
    kind: kind === 'permanent' ? undefined : kind,
    promoteFrom: promoteFrom.length > 0 ? promoteFrom : undefined,
  });
  if (!ConfigName.safeParse(name).success) return [`  # ${escapeControls(name)}: no name that can be written here; rename the directory`];
  return [`  ${key(name)}: ${fields}`];
}

/** YAML 1.1 readers take some words, and everything that begins like a number, for something else. */
function key(name: string): string {
  return /^[A-Za-z][\w.-]*$/.test(name) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(name) ? name : JSON.stringify(name);
}

function flow(fields: Readonly<Record<string, string | readonly string[] | undefined>>): string {
  const parts = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${scalar(value)}`]));
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

function scalar(value: string | readonly string[]): string {
  if (typeof value !== 'string') return `[${value.map(scalar).join(', ')}]`;
  return /^[A-Za-z][\w./-]*$/.test(value)
    ? key(value) === value || value.includes('/')
      ? value
      : JSON.stringify(value)
    : JSON.stringify(value);
}

function chainHint(environments: readonly Environment[]): string[] {
  const chain = environments.filter(({ kind, promoteFrom }) => kind === 'permanent' && promoteFrom.length === 0);
  if (chain.length < 2 || chain.length !== environments.length) return [];
  return ['# promoteFrom says from where a change may come, for example: test: { stage: test, promoteFrom: [dev] }'];
}

function comments(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(0, MAX_LISTED).map((line) => `#   ${escapeControls(line)}`);
  const more = lines.length > MAX_LISTED ? [`#   and ${lines.length - MAX_LISTED} more`] : [];
  return ['', `# ${title}`, ...shown, ...more];
}
