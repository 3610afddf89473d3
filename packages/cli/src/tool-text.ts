// How are the external programs shown to a person?
import type { HostState, ToolState } from '@fairway/adapters';
import { createColors } from 'picocolors';

/** Columns with two blanks between them; widths are counted without colour. */
const columns = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => (row[index] ?? '').length)));
  return rows.map((row) => row.map((cell, index) => cell.padEnd(index === row.length - 1 ? 0 : (widths[index] ?? 0))).join('  '));
};

const howToGet = (state: ToolState): string => {
  if (state.problem) return `${state.problem.message}${state.problem.hint === '' ? '' : `. ${state.problem.hint}`}`;
  if (state.download.open) return '`fairway tools install` downloads it';
  if (state.build.open) return '`fairway tools install` builds it';
  return `no way to get it: ${state.download.reason}; ${state.build.reason}`;
};

const where = (state: ToolState): string =>
  state.tool ? `${state.tool.version} from ${state.tool.origin}: ${state.tool.path}` : howToGet(state);

/** One line per program: name, pinned version, state, where it is or how it comes. */
export const toolRows = (states: readonly ToolState[], color: boolean): string => {
  const c = createColors(color);
  const paint = { ready: c.green, missing: c.yellow, broken: c.red };
  const lines = columns(states.map((state) => [state.name, state.pinned, state.state, where(state)]));
  return lines.map((line, index) => `${paint[states[index]?.state ?? 'broken'](line)}\n`).join('');
};

const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

/** Everything that is known of one program, indented. */
const toolDetails = (state: ToolState): readonly string[] => [
  `${state.name}: ${state.purpose}`,
  `  pinned    ${state.pinned} (${state.pinSource}${state.proof === undefined ? '' : `, proof: ${state.proof}`}), supported ${state.supported}`,
  `  ${state.state.padEnd(9)} ${where(state)}`,
  ...(state.tool ? [`  sha256    ${state.tool.sha256}`] : []),
  ...(state.note === undefined ? [] : [`  note      ${state.note}`]),
  ...state.passedOver.map(({ path, reason }) => `  not used  ${path}: ${reason}`),
  `  download  ${state.download.open ? 'yes' : 'no'}: ${state.download.reason}`,
  `  build     ${state.build.open ? 'yes' : 'no'}: ${state.build.reason}`,
  `  your own  --${state.flag} PATH or ${state.environmentVariable}=PATH`,
];

/** What `fairway doctor` looked at. */
export interface Diagnosis {
  readonly fairway: string;
  readonly host: HostState;
  readonly repository:
    | { readonly root: string; readonly git: boolean; readonly config: boolean; readonly toolsLock: boolean }
    | { readonly problem: string };
  readonly tools: readonly ToolState[];
  /** Clusters whose profile names a reconciler: what it embeds, and what differs here. */
  readonly reconcilers: readonly { readonly cluster: string; readonly embeds: string; readonly differences: readonly string[] }[];
}

const reconcilerLines = ({ reconcilers }: Diagnosis): readonly string[] =>
  reconcilers.map(
    ({ cluster, embeds, differences }) =>
      `cluster     ${cluster}: ${embeds}${differences.length === 0 ? '' : `; ${differences.join(', ')}`}`,
  );

const repositoryLines = (repository: Diagnosis['repository']): readonly string[] => {
  if ('problem' in repository) return [`repository  ${repository.problem}`];
  const { root, git, config, toolsLock } = repository;
  return [
    `repository  ${root}${git ? '' : ' (no git: --base is not available)'}`,
    `config      ${config ? 'fairway.yaml' : 'none: environments and apps are inferred; `fairway init` writes them down'}`,
    `tools lock  ${toolsLock ? 'fairway.tools.lock' : 'none: the versions of this release hold'}`,
  ];
};

/** The whole diagnosis as text. */
export const diagnosisText = (diagnosis: Diagnosis, color: boolean): string => {
  const c = createColors(color);
  const { host } = diagnosis;
  const programs = host.programs.map(
    (p) =>
      `${p.name.padEnd(11)} ${p.version ?? ''}${p.problem === undefined ? '' : `${p.problem}; it ${p.purpose}`}${p.path === undefined ? '' : `  ${p.path}`}`,
  );
  const parts = host.cache.parts.map((part) => `  ${part.name.padEnd(9)} ${mebibytes(part.bytes)} in ${part.files} files`);
  const lines = [
    `fairway     ${diagnosis.fairway}`,
    `node        ${host.node} on ${host.platform}`,
    ...programs,
    `cache       ${host.cache.directory}`,
    ...parts,
    ...repositoryLines(diagnosis.repository),
    ...reconcilerLines(diagnosis),
    '',
    ...diagnosis.tools.flatMap((state) => {
      const [head = '', ...rest] = toolDetails(state);
      const paint = { ready: c.green, missing: c.yellow, broken: c.red }[state.state];
      return [paint(c.bold(head)), ...rest, ''];
    }),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
};
