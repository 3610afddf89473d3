// How is a program built from its Go module, with the versions that we committed and nothing else?
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ToolBuild, ToolError } from '@fairway/contracts';
import { runProgram } from '../programs/run-program.ts';
import type { ToolTask } from './context.ts';
import { fillPattern } from './manifest.ts';
import type { Environment } from './paths.ts';

/** What Go may see of the user's environment: where things are, how modules are fetched, nothing that changes what is built. */
const INHERITED = [
  ...['PATH', 'HOME', 'TMPDIR', 'USER', 'LANG', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME'],
  ...['GOROOT', 'GOPATH', 'GOCACHE', 'GOMODCACHE', 'GOTMPDIR', 'GOENV', 'GOTOOLCHAIN', 'GOMAXPROCS', 'GOMEMLIMIT', 'GOGC'],
  ...['GOPROXY', 'GONOPROXY', 'GOPRIVATE', 'GOSUMDB', 'GONOSUMDB', 'GOINSECURE', 'GOAUTH', 'GOVCS', 'NETRC'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy', 'SSL_CERT_FILE', 'SSL_CERT_DIR'],
];

const buildEnvironment = (from: Environment, own: Readonly<Record<string, string>>): Record<string, string> => {
  const kept = INHERITED.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]] as const]));
  return { ...Object.fromEntries(kept), GOFLAGS: '', GOWORK: 'off', GO111MODULE: 'on', ...own };
};

/** Arguments of `go` for one build; `output` is absolute. */
export const buildArguments = (
  build: ToolBuild,
  version: string,
  options: { readonly task: ToolTask; readonly output: string },
): readonly string[] => {
  const ldflags = (build.ldflags ?? []).map((flag) => fillPattern(flag, version, options.task.platform)).join(' ');
  return [
    'build',
    '-mod=readonly',
    '-trimpath',
    '-buildvcs=false',
    ...(ldflags === '' ? [] : [`-ldflags=${ldflags}`]),
    '-o',
    options.output,
    build.package,
  ];
};

/**
 * Builds a program as `<staging>/<program>` from copies of go.mod and go.sum; nothing is written outside `staging` but Go's own caches.
 * Throws `ToolError`.
 */
export const buildProgram = async (
  task: ToolTask,
  build: ToolBuild,
  options: { readonly staging: string; readonly go: string },
): Promise<void> => {
  const { spec, pin, context } = task;
  const module = task.catalogue.modules[build.directory];
  if (!module) throw new ToolError('tool-missing', `the toolkit has no module files for ${spec.name}`, { command: ['go', 'build'] });
  const source = join(options.staging, 'module');
  await mkdir(source, { recursive: true, mode: 0o700 });
  await writeFile(join(source, 'go.mod'), module.mod);
  await writeFile(join(source, 'go.sum'), module.sum);
  task.note('build', `building ${spec.name} ${pin.version} with Go (once, about a minute or two)`);
  await runProgram(options.go, buildArguments(build, pin.version, { task, output: join(options.staging, spec.programs[0] ?? spec.name) }), {
    cwd: source,
    environment: buildEnvironment(context.environment, build.environment ?? {}),
    timeoutMs: 30 * 60_000,
    maxOutputBytes: 1024 * 1024,
    name: `go build of ${spec.name} ${pin.version}`,
    roots: [options.staging],
    ...(context.signal === undefined ? {} : { signal: context.signal }),
  });
  await rm(source, { recursive: true, force: true });
};
