// Does each chart carry the library as it is, and does none ask chance, clock or cluster?
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { valueAt } from '@fairway/manifests';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CHARTS, chartPath, TEMPLATES } from './run-renderers.ts';

const read = (chart: string, file: string): string => readFileSync(join(chartPath(chart), file), 'utf8');
const filesOf = (directory: string): readonly string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .toSorted();

describe('the library', () => {
  const own = filesOf(chartPath('lks-common'));

  it.each(CHARTS)('is the same in %s: after a change, copy lks-common to charts/ of each chart', (chart) => {
    const copy = join(chartPath(chart), 'charts/lks-common');
    expect(filesOf(copy)).toEqual(own);
    for (const file of own) expect(readFileSync(join(copy, file), 'utf8')).toBe(read('lks-common', file));
  });

  it.each(CHARTS)('is declared by %s in the version that is there', (chart) => {
    const version = valueAt(parse(read('lks-common', 'Chart.yaml')), '/version');
    const [dependency] = parse(read(chart, 'Chart.yaml')).dependencies;
    expect(dependency).toEqual({ name: 'lks-common', version, repository: 'file://../lks-common' });
  });

  it.each(['lks-common', ...CHARTS])('%s knows no chance, no clock and no cluster', (chart) => {
    for (const file of filesOf(join(chartPath(chart), 'templates'))) {
      expect(read(chart, `templates/${file}`)).not.toMatch(
        /\b(rand\w+|gen(CA|SignedCert|SelfSignedCert|PrivateKey)\w*|uuidv4|now|lookup|htpasswd|getHostByName)\b(?= |\))|\.Capabilities|Release\.(Revision|IsUpgrade|IsInstall)/,
      );
    }
  });
});

describe('the templates of this half', () => {
  it('are all known to these tests', () => {
    const own = readdirSync(join(TEMPLATES, 'helm')).filter(
      (name) => !['lks-common', 'lks-namespace', 'lks-gateway', 'lks-storage'].includes(name),
    );
    expect(own.toSorted()).toEqual(CHARTS.toSorted());
  });
});
