// Which files of a repository does source-controller leave out of what it hands on?
import { matchesName } from './envsubst-match.ts';

/** Says whether a file is left out. The path is relative to the root of the source. */
export type Ignores = (path: string) => boolean;

/** A file of patterns and the directory that they hold for, '' for the root. */
export interface IgnoreFile {
  readonly directory: string;
  readonly text: string;
}

/** What source-controller ignores by itself (fluxcd/pkg/sourceignore). */
const VERSION_CONTROL = ['.git/', '.gitignore', '.gitmodules', '.gitattributes'];
const DEFAULTS = [
  ...['jpg', 'jpeg', 'gif', 'png', 'wmv', 'flv', 'tar.gz', 'zip'].map((extension) => `*.${extension}`),
  '.github/',
  '.circleci/',
  '.travis.yml',
  '.gitlab-ci.yml',
  'appveyor.yml',
  '.drone.yml',
  'cloudbuild.yaml',
  'codeship-services.yml',
  'codeship-steps.yml',
  '**/.goreleaser.yml',
  '**/.sops.yaml',
  '**/.flux.yaml',
];
const MAX_PATTERNS = 2000;

interface Pattern {
  readonly domain: readonly string[];
  readonly segments: readonly string[];
  readonly include: boolean;
  readonly directoryOnly: boolean;
}

function parsePattern(line: string, domain: readonly string[]): Pattern {
  const include = line.startsWith('!');
  const trimmed = line.slice(include ? 1 : 0);
  const text = trimmed.endsWith('\\ ') ? trimmed : trimmed.replace(/(?<! ) +$/, '');
  const directoryOnly = text.endsWith('/');
  return { domain, include, directoryOnly, segments: (directoryOnly ? text.slice(0, -1) : text).split('/') };
}

/** A pattern without a slash: any part of the path may bear the name. */
function matchesAnywhere({ segments, directoryOnly }: Pattern, path: readonly string[]): boolean {
  const [pattern = ''] = segments;
  // Most patterns are an ending or a plain name.
  const ending = /^\*(\.[A-Za-z0-9.]+)$/.exec(pattern)?.[1];
  const isPlain = !/[*?[\\]/.test(pattern);
  const fits = (name: string): boolean =>
    ending !== undefined ? name.endsWith(ending) : isPlain ? name === pattern : matchesName(pattern, name);
  const at = path.findIndex(fits);
  return at !== -1 && !(directoryOnly && at === path.length - 1);
}

/** A pattern with slashes, from the directory of its file on. What lies below a match is matched too. */
function matchesFromTop({ segments, directoryOnly }: Pattern, path: readonly string[]): boolean {
  let [at, matched, skips] = [0, false, false];
  for (const [index, pattern] of segments.entries()) {
    if (pattern === '') skips = false;
    else if (pattern === '**') {
      if (index === segments.length - 1) break;
      skips = true;
    } else if (pattern.includes('**') || at >= path.length) return false;
    else if (skips) {
      skips = false;
      const found = path.findIndex((name, place) => place >= at && matchesName(pattern, name));
      at = found === -1 ? path.length : found + 1;
      matched = found !== -1;
    } else {
      if (!matchesName(pattern, path[at] ?? '')) return false;
      matched = true;
      at += 1;
    }
  }
  return matched && !(directoryOnly && at >= path.length);
}

function matches(pattern: Pattern, path: readonly string[]): boolean {
  const { domain, segments } = pattern;
  if (path.length <= domain.length || domain.some((part, index) => path[index] !== part)) return false;
  const below = path.slice(domain.length);
  return segments.length > 1 ? matchesFromTop(pattern, below) : matchesAnywhere(pattern, below);
}

function readPatterns({ directory, text }: IgnoreFile): readonly Pattern[] {
  const domain = directory === '' ? [] : directory.split('/');
  const lines = text.split(/\r?\n/).filter((line) => !line.startsWith('#') && line.trim() !== '');
  return lines.map((line) => parsePattern(line, domain));
}

/**
 * What is left out by the `.sourceignore` files, outermost first, and by `spec.ignore` of the source. Later patterns win. Any pattern of
 * the two takes the place of the default ones for pictures, archives and CI; version control files are left out unless a pattern says otherwise.
 */
export function ignores(files: readonly IgnoreFile[], specIgnore?: string): Ignores {
  const own = [...files, ...(specIgnore === undefined ? [] : [{ directory: '', text: specIgnore }])].flatMap(readPatterns);
  const patterns = [...VERSION_CONTROL, ...(own.length > 0 ? [] : DEFAULTS)].map((line) => parsePattern(line, []));
  const reversed = [...patterns, ...own.slice(0, MAX_PATTERNS)].reverse();
  const known = new Map<string, boolean>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const parts = path.split('/');
    const decisive = reversed.find((pattern) => matches(pattern, parts));
    const left = decisive !== undefined && !decisive.include;
    known.set(path, left);
    return left;
  };
}
