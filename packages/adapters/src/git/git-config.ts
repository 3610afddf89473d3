// Which settings of git change what a checkout looks like, and how are filter programs kept from running?
import { type GitPlace, git } from './git-command.ts';
import { splitRecords } from './records.ts';

/** Settings in force for a repository, as `git config --list` gives them. */
export interface GitConfig {
  /** Last value by key; section and name in lower case, as git prints them. */
  readonly values: ReadonlyMap<string, string>;
  /**
   * Environment that switches every configured filter driver off. Drivers are commands from a configuration; attributes of the repository
   * choose the files for them. Git reads these variables from version 2.31 on.
   */
  readonly withoutFilters: Readonly<Record<string, string>>;
}

/** Reads the settings; one call of git. */
export const readGitConfig = async (place: GitPlace): Promise<GitConfig> => {
  const { stdout } = await git(place, ['config', '--null', '--list'], { exitCodes: [0, 1] });
  const values = new Map<string, string>();
  for (const record of splitRecords(stdout)) {
    const feed = record.indexOf('\n');
    // A key without a value stands for true.
    if (feed < 0) values.set(record, 'true');
    else values.set(record.slice(0, feed), record.slice(feed + 1));
  }
  return { values, withoutFilters: withoutFilters([...values.keys()]) };
};

/** Addresses of the remotes, without user and password, sorted. */
export const remotesOf = ({ values }: GitConfig): readonly string[] => {
  const urls = [...values].flatMap(([key, url]) =>
    /^remote\..*\.(push)?url$/.test(key) ? [url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1')] : [],
  );
  return [...new Set(urls)].toSorted();
};

const withoutFilters = (keys: readonly string[]): Readonly<Record<string, string>> => {
  const drivers = new Set(keys.filter((key) => key.startsWith('filter.')).map((key) => key.slice(0, key.lastIndexOf('.'))));
  const settings = [...drivers].flatMap((driver) => [
    [`${driver}.clean`, ''],
    [`${driver}.smudge`, ''],
    [`${driver}.process`, ''],
    [`${driver}.required`, 'false'],
  ]);
  const variables: Record<string, string> = { GIT_CONFIG_COUNT: String(settings.length) };
  for (const [index, [key = '', value = '']] of settings.entries()) {
    variables[`GIT_CONFIG_KEY_${index}`] = key;
    variables[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return variables;
};

/** Whether line ends are converted by settings alone, for files that attributes say nothing about. */
export const convertsByConfig = ({ values }: GitConfig): boolean => !/^(false|no|off|0|)$/i.test(values.get('core.autocrlf') ?? 'false');

/** Whether text leaves git with CR LF where attributes do not name the line end. */
export const writesCrlf = ({ values }: GitConfig): boolean =>
  /^(true|yes|on|1)$/i.test(values.get('core.autocrlf') ?? '') ||
  (!/^input$/i.test(values.get('core.autocrlf') ?? '') && /^crlf$/i.test(values.get('core.eol') ?? ''));
