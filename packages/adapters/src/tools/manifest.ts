// Which programs are pinned, and what do the patterns of their rows mean on this machine?
import { FairwayError, InputError, Platform, type ToolSpec, ToolsManifest } from '@fairway/contracts';
import { GO_MODULES, MANIFEST_DATA } from './generated/manifest.ts';
import { TEST_GO_MODULES } from './generated/test-modules.ts';

/** go.mod and go.sum texts of one tool. */
export interface GoModule {
  readonly mod: string;
  readonly sum: string;
}

/** All that is known of the pinned programs. Tests give their own. */
export interface ToolCatalogue {
  readonly tools: readonly ToolSpec[];
  readonly modules: Readonly<Record<string, GoModule>>;
}

let parsed: ToolCatalogue | undefined;

/** The catalogue that the toolkit ships: tools/manifest.json with the Go module files. */
export const shippedCatalogue = (): ToolCatalogue => {
  parsed ??= { tools: ToolsManifest.parse(MANIFEST_DATA).tools, modules: { ...GO_MODULES, ...TEST_GO_MODULES } };
  return parsed;
};

/** Names of the programs that users need: all but those for testing the toolkit itself. */
export const everydayTools = (catalogue: ToolCatalogue = shippedCatalogue()): readonly string[] =>
  catalogue.tools.filter((tool) => tool.testOnly !== true).map((tool) => tool.name);

/** The row of a tool. Throws `InputError` for a name that no row has. */
export const toolSpec = (name: string, catalogue: ToolCatalogue = shippedCatalogue()): ToolSpec => {
  const found = catalogue.tools.find((tool) => tool.name === name);
  if (found) return found;
  const names = everydayTools(catalogue).join(', ');
  throw new InputError('input-invalid', `there is no program ${JSON.stringify(name)}`, { hint: `Known programs: ${names}.` });
};

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** Platform of this process. Throws for one that no release is known for. */
export const currentPlatform = (os: string = process.platform, arch: string = process.arch): Platform => {
  const found = Platform.safeParse(`${os}-${ARCHITECTURES[arch] ?? arch}`);
  if (found.success) return found.data;
  throw new FairwayError('tool-missing', `no programs are known for ${os} on ${arch}`, {
    hint: `Supported: ${Platform.options.join(', ')}. Give the programs by flag or environment variable.`,
  });
};

/** Fills {version}, {os} and {arch} of a pattern. */
export const fillPattern = (pattern: string, version: string, platform: Platform): string => {
  const [os = '', arch = ''] = platform.split('-');
  return pattern.replaceAll('{version}', version).replaceAll('{os}', os).replaceAll('{arch}', arch);
};
