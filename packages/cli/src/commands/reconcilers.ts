// fairway reconcilers: the Flux and Argo CD objects of our own environments, made from app.yaml files.
import { findRepository, openWorkTree, updateFiles } from '@fairway/adapters';
import { ConfigError, type SourceTree } from '@fairway/contracts';
import { discover } from '@fairway/environments';
import { type Generated, generateReconcilers, isGenerated } from '@fairway/reconcilers';
import { Command } from 'commander';
import type { ContextOf } from '../program.ts';

/** Larger files are neither values nor kustomizations of a person. */
const MAX_BYTES = 8 * 1024 * 1024;

interface Differences {
  /** Path → text that is not there yet, or differs. */
  readonly write: ReadonlyMap<string, string>;
  /** Generated before, and no longer. */
  readonly remove: readonly string[];
  /** Where a file stands in the way that a person wrote. */
  readonly foreign: readonly string[];
}

const textReader =
  (tree: SourceTree) =>
  async (path: string): Promise<string | undefined> => {
    const found = (await tree.read([path], { maxBytes: MAX_BYTES })).get(path);
    return found?.kind === 'file' ? new TextDecoder().decode(found.bytes) : undefined;
  };

/** What has to change on disk. Files that do not bear our first line are never touched. */
const differencesOf = async (tree: SourceTree, { files, isHome }: Generated): Promise<Differences> => {
  const own = [...tree.entries.keys()].filter(isHome);
  const found = await tree.read(new Set([...own, ...files.keys()]), { maxBytes: MAX_BYTES });
  const textOf = (path: string): string | undefined => {
    const content = found.get(path);
    if (content === undefined || content.kind === 'absent') return undefined;
    return content.kind === 'file' ? new TextDecoder().decode(content.bytes) : '';
  };
  const differs = [...files].filter(([path, text]) => textOf(path) !== text);
  const isForeign = (path: string): boolean => {
    const text = textOf(path);
    return text !== undefined && !isGenerated(text);
  };
  return {
    write: new Map(differs.filter(([path]) => !isForeign(path))),
    remove: own.filter((path) => !files.has(path) && isGenerated(textOf(path) ?? '')).toSorted(),
    foreign: differs.map(([path]) => path).filter(isForeign),
  };
};

const requireGenerated = ({ problems }: Generated, { foreign }: Differences): void => {
  const inTheWay = foreign.map((path) => ({
    message: `${path} was not generated, so it is not replaced`,
    hint: 'move it elsewhere, or delete it',
    at: { file: path },
  }));
  const [first, ...rest] = [...problems, ...inTheWay];
  if (first !== undefined) throw new ConfigError([first, ...rest]);
};

interface GenerateFlags {
  readonly check: boolean;
  readonly json: boolean;
}

const generateCommand = (contextOf: ContextOf): Command =>
  new Command('generate')
    .description('write the Argo CD and Flux objects of every environment')
    .option('--check', 'write nothing; exit code 1 and a list when something is out of date', false)
    .option('--json', 'print what is written and removed as JSON', false)
    .action(async ({ check, json }: GenerateFlags) => {
      const { cwd, env, signal, stdout, stderr, exit } = contextOf();
      const git = { environment: env, signal };
      const repository = await findRepository(cwd, git);
      const tree = await openWorkTree(repository.root, { ...git, git: repository.git });
      const discovery = await discover(tree);
      const [first, ...rest] = discovery.problems;
      if (first !== undefined) throw new ConfigError([first, ...rest]);
      const generated = await generateReconcilers({ discovery, read: textReader(tree) });
      const differences = await differencesOf(tree, generated);
      requireGenerated(generated, differences);
      const { write, remove } = differences;
      if (!check) await updateFiles(repository.root, differences);
      const stale = write.size + remove.length > 0;
      if (json) {
        const result = { fresh: !stale, files: generated.files.size, written: [...write.keys()], removed: remove, notes: generated.notes };
        stdout.write(`${JSON.stringify(result, null, 2)}\n`);
      } else {
        for (const path of write.keys()) stdout.write(`${check ? 'out of date' : 'wrote'} ${path}\n`);
        for (const path of remove) stdout.write(`${check ? 'no longer made' : 'removed'} ${path}\n`);
        for (const note of generated.notes) stderr.write(`  ${note}\n`);
        stderr.write(
          stale && check
            ? 'run fairway reconcilers generate and commit what it writes\n'
            : `${generated.files.size} files are up to date\n`,
        );
      }
      if (check && stale) exit(1);
    });

export const reconcilersCommand = (contextOf: ContextOf): Command =>
  new Command('reconcilers')
    .description('Flux and Argo CD objects for the apps of this repository, made from app.yaml files')
    .addCommand(generateCommand(contextOf));
