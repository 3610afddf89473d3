// Which files look different on disk than in git, by their attributes?

import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type GitPlace, git, gitText } from './git-command.ts';
import { convertsByConfig, type GitConfig, writesCrlf } from './git-config.ts';
import { splitRecords } from './records.ts';

/** What attributes and settings do to one file. */
export interface Conversion {
  /** The bytes on disk may differ from the blob although git calls the file unchanged. */
  readonly mayDiffer: boolean;
  /** A checkout surely goes through a conversion that git does itself: line ends, `$Id$`, encoding. */
  readonly onCheckout: boolean;
  /** Filter driver, such as `lfs`. */
  readonly filter?: string;
}

const NONE: Conversion = { mayDiffer: false, onCheckout: false };
const NAMES = ['text', 'crlf', 'eol', 'ident', 'filter', 'working-tree-encoding'] as const;

/** Whether the text of a `.gitattributes` can matter; most speak only of statistics and merging. */
export const mayConvert = (text: string): boolean => /text|crlf|eol|ident|filter|working-tree-encoding|binary|\[attr\]/.test(text);

/** Attributes by path for the paths that have any; asks git, which reads all attribute files in their order. */
export const readConversions = async (
  place: GitPlace,
  paths: readonly string[],
  options: { readonly config: GitConfig; readonly cached?: Readonly<Record<string, string>> },
): Promise<(path: string) => Conversion> => {
  const { stdout } = await git(place, ['check-attr', ...(options.cached === undefined ? [] : ['--cached']), '-z', '--stdin', ...NAMES], {
    input: paths.map((path) => `${path}\0`).join(''),
    ...(options.cached === undefined ? {} : { extra: options.cached }),
  });
  const attributes = new Map<string, Record<string, string>>();
  const records = splitRecords(stdout);
  for (let at = 0; at + 2 < records.length; at += 3) {
    const [path = '', name = '', value = ''] = records.slice(at, at + 3);
    if (value === 'unspecified') continue;
    const known = attributes.get(path) ?? {};
    known[name] = value;
    attributes.set(path, known);
  }
  const without = conversionOf({}, options.config);
  return (path) => {
    const found = attributes.get(path);
    return found === undefined ? without : conversionOf(found, options.config);
  };
};

/** What settings alone do, where no attribute file says anything. */
export const conversionByConfig = (config: GitConfig): Conversion => conversionOf({}, config);

/** Rules: https://git-scm.com/docs/gitattributes#_checking_out_and_checking_in */
export const conversionOf = (attributes: Readonly<Record<string, string>>, config: GitConfig): Conversion => {
  const text = attributes.text ?? attributes.crlf;
  const eol = attributes.eol;
  const textual = text !== 'unset' && (text !== undefined || eol !== undefined || convertsByConfig(config));
  const crlf = textual && (eol === 'crlf' || (eol === undefined && text !== 'input' && writesCrlf(config)));
  const encoding = attributes['working-tree-encoding'];
  const encoded = encoding !== undefined && encoding !== 'unset' && encoding !== 'set';
  const ident = attributes.ident === 'set';
  const filter = attributes.filter;
  const filtered = filter !== undefined && filter !== 'unset' && filter !== 'set' && filter !== '';
  if (!textual && !encoded && !ident && !filtered) return NONE;
  return { mayDiffer: true, onCheckout: crlf || encoded || ident, ...(filtered ? { filter } : {}) };
};

/** Whether attribute files outside of the tree exist: of the clone, the user or the machine. */
export const hasOtherAttributes = async (place: GitPlace, config: GitConfig): Promise<boolean> => {
  const environment = place.environment ?? {};
  const home = environment.HOME ?? homedir();
  const outside = [
    '/etc/gitattributes',
    join(environment.XDG_CONFIG_HOME ?? join(home, '.config'), 'git/attributes'),
    await gitText(place, ['rev-parse', '--path-format=absolute', '--git-path', 'info/attributes']),
  ];
  return config.values.has('core.attributesfile') || outside.some((path) => existsSync(path));
};
