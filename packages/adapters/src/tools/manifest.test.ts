// Does each version stand in one place, and does everything else agree with it?
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Platform, ToolsManifest } from '@fairway/contracts';
import { describe, expect, test } from 'vitest';
import { currentPlatform, fillPattern, shippedCatalogue } from './manifest.ts';
import { isSupported } from './version.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const text = (...path: readonly string[]): string => readFileSync(join(ROOT, ...path), 'utf8');
const manifest = ToolsManifest.parse(JSON.parse(text('tools', 'manifest.json')));

/** The pins themselves, what is generated from them, samples in tests, records of what was seen in which version, and what the releases of the reconcilers embed. */
const MAY_NAME_VERSIONS =
  /^(tools\/|packages\/adapters\/src\/tools\/generated\/|package-lock\.json$|actions\/[^/]+\/dist\/|bench\/RESULTS\.md$|docs\/decisions\/|docs\/findings\.md$|packages\/reconcilers\/src\/releases\/release-rows\.ts$|packages\/testkit\/|.*\.test\.ts$|.*\/fixtures\/)/;

/** A comment may say in which version of a program a behaviour was seen: that stays true. */
const withoutComments = (file: string, source: string): string =>
  /\.[cm]?[jt]s$/.test(file) ? source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '') : source;

test('the generated copy is fresh', () => {
  expect(() => execFileSync(process.execPath, [join(ROOT, 'scripts', 'generate-tools.mjs'), '--check'], { stdio: 'pipe' })).not.toThrow();
  expect(shippedCatalogue().tools).toEqual(manifest.tools);
});

describe.each(manifest.tools)('$name', (tool) => {
  test('its own version is supported', () => {
    expect(isSupported(tool.version, tool.supported)).toBe(true);
  });

  test('go.mod requires the pinned version of the module that is built, and go.sum knows it', () => {
    if (!tool.go) throw new Error('no build road');
    const module = tool.go.package.replace(/\/cmd(\/.*)?$/, '');
    const [mod, sum] = [text('tools', 'go', tool.go.directory, 'go.mod'), text('tools', 'go', tool.go.directory, 'go.sum')];
    expect(mod).toMatch(new RegExp(`^(tool |\\t)${tool.go.package.replaceAll('.', '\\.')}$`, 'm'));
    expect(mod).toMatch(new RegExp(`^\\t${module.replaceAll('.', '\\.')} v${tool.version.replaceAll('.', '\\.')}( //.*)?$`, 'm'));
    expect(sum).toContain(`${module} v${tool.version} h1:`);
  });

  test('no pattern holds a version of its own, and every placeholder is filled', () => {
    const patterns = [
      tool.release?.url,
      tool.release?.member,
      tool.release?.checksums.url,
      tool.release?.signature?.url,
      ...(tool.go?.ldflags ?? []),
    ];
    for (const pattern of patterns.filter((entry) => entry !== undefined)) {
      expect(pattern).not.toMatch(/\d+\.\d+\.\d+/);
      for (const platform of Platform.options) expect(fillPattern(pattern, tool.version, platform)).not.toMatch(/[{}]/);
    }
  });

  test('names of flags, variables and programs are its own', () => {
    const others = manifest.tools.filter((other) => other !== tool);
    for (const other of others) {
      expect([other.name, other.flag, other.environmentVariable]).not.toEqual(expect.arrayContaining([tool.name]));
      expect(other.flag).not.toBe(tool.flag);
      expect(other.environmentVariable).not.toBe(tool.environmentVariable);
    }
  });

  test('nothing else in the repository names its version, but for what was seen in which version', () => {
    const version = tool.version.replaceAll('.', '\\.');
    const near = new RegExp(`(kustomize|helm|tool).{0,200}\\b${version}\\b|\\b${version}\\b.{0,200}(kustomize|helm)`, 'i');
    const files = execFileSync('git', ['grep', '-lE', `\\b${version}\\b`], { cwd: ROOT, encoding: 'utf8' })
      .trim()
      .split('\n');
    expect(files).toContain('tools/manifest.json');
    const named = files.filter((file) => !MAY_NAME_VERSIONS.test(file)).filter((file) => near.test(withoutComments(file, text(file))));
    expect(named).toEqual([]);
  });
});

test('platforms as upstream spells them; others are refused with a way out', () => {
  expect([currentPlatform('linux', 'x64'), currentPlatform('darwin', 'arm64')]).toEqual(['linux-amd64', 'darwin-arm64']);
  expect(() => currentPlatform('freebsd', 'x64')).toThrow('no programs are known for freebsd on x64');
});

test('a program that cannot say its version has a build road, which records it', () => {
  for (const tool of manifest.tools.filter(({ versionArgs }) => versionArgs.length === 0))
    expect(tool).toMatchObject({ go: {}, testOnly: true });
});

test('the schema refuses what could hurt', () => {
  const [first] = manifest.tools;
  const refused = (change: object): boolean => !ToolsManifest.safeParse({ version: 1, tools: [{ ...first, ...change }] }).success;
  expect(refused({})).toBe(false);
  expect(refused({ version: 'latest' })).toBe(true);
  expect(refused({ programs: ['../sh'] })).toBe(true);
  expect(refused({ release: { ...first?.release, url: 'http://releases.example/x' } })).toBe(true);
  expect(refused({ release: { ...first?.release, member: '../../bin/sh' } })).toBe(true);
  expect(refused({ go: { directory: '../x', package: 'y' } })).toBe(true);
  expect(refused({ sha256: { 'linux-amd64': 'abc' } })).toBe(true);
});
