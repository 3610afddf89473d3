// Which app.yaml files are ours, and what do they say?
import type { ConfigProblem } from '@fairway/contracts';
import { readAppConfig } from '../config/app-file.ts';
import type { AppFile } from './candidate.ts';
import type { Layout } from './layout.ts';
import { baseName, directoryOf } from './tree-path.ts';

export interface AppFiles {
  /** By directory. */
  readonly files: ReadonlyMap<string, AppFile>;
  readonly problems: readonly ConfigProblem[];
  /** Directories whose app.yaml is ours and wrong. */
  readonly wrong: ReadonlySet<string>;
}

/** Keys that hardly any other program's app.yaml has at its top. */
const OURS = /^(?:renderer|release|reconciled)\s*:|\$schema=\S*\/app\.schema\.json/m;
const API_VERSION = /^apiVersion\s*:/m;
const KIND = /^kind\s*:/m;

/** Reads every app.yaml that is ours: below a declared directory unless it is a Kubernetes object; elsewhere when it speaks our words. */
export function readAppFiles(layout: Layout, declared: ReadonlySet<string>): AppFiles {
  const files = new Map<string, AppFile>();
  const wrong = new Set<string>();
  const problems: ConfigProblem[] = [];
  const texts = [...layout.facts.files].flatMap(([path, { text }]) =>
    baseName(path) === 'app.yaml' && text !== undefined ? [{ path, text }] : [],
  );
  for (const { path, text } of texts) {
    const directory = directoryOf(path);
    if (!isOurs(text, declared.has(directory)) || layout.isTaken(path) || isTemplate(layout, path)) continue;
    const reading = readAppConfig(text, path);
    if (reading.ok) files.set(directory, { path, directory, reading });
    else {
      wrong.add(directory);
      problems.push(...reading.problems);
    }
  }
  return { files, problems, wrong };
}

function isOurs(text: string, declared: boolean): boolean {
  return !(API_VERSION.test(text) && KIND.test(text)) && (declared || OURS.test(text));
}

/** Beside a Chart.yaml an app.yaml may be ours; among its templates it is none. */
function isTemplate(layout: Layout, path: string): boolean {
  return layout.isChartPart(path) && !layout.charts.has(directoryOf(path));
}
