// How does a test of the use case set its stage: two trees of inline files, a renderer that answers from a table, and what all ports were asked?
import type { RendererRequest, SourceTree } from '@fairway/contracts';
import {
  type FakeAnswer,
  type FakeRenderer,
  fakeRenderer,
  fakeTool,
  type MemoryCache,
  type MemoryScratch,
  materialising,
  memoryCache,
  memoryScratch,
  memoryTree,
} from '@fairway/testkit';
import { type RenderOutcome, type RenderPorts, type RenderRequest, renderRepository } from '../src/index.ts';

export type Files = Readonly<Record<string, string>>;

export interface Stage {
  readonly head: Files;
  readonly base?: Files;
  readonly request?: Partial<RenderRequest>;
  readonly cache?: MemoryCache | 'none';
  readonly scratch?: MemoryScratch;
  readonly answer?: FakeAnswer;
  readonly tool?: RenderPorts['tool'];
  /** Files of the head that git ignores. */
  readonly ignored?: Files;
  /** Files that a sparse checkout left out of the work tree. */
  readonly offDisk?: readonly string[];
  /** The head is a commit rather than a work tree. */
  readonly headIsCommit?: boolean;
}

export interface Run extends RenderOutcome {
  readonly renderer: FakeRenderer;
  readonly cache: MemoryCache;
  readonly scratch: MemoryScratch;
  readonly headTree: ReturnType<typeof materialising>;
  readonly baseTree: ReturnType<typeof materialising> | undefined;
  readonly notes: readonly string[];
  readonly progress: readonly string[];
}

/** Objects of `manifests.yaml` beside the kustomization (or in `out/<release>.yaml` for helm) stand for what the program would print. */
const answerFrom = (side: (request: RendererRequest) => Files): FakeAnswer => {
  return (request) => {
    const files = side(request);
    const path =
      request.renderer === 'kustomize' ? `${request.path}/manifests.yaml` : `out/${request.namespace}-${request.releaseName}.yaml`;
    const text = files[path];
    return text?.startsWith('!') === true ? new Error(text.slice(1)) : (text ?? '');
  };
};

const commitOf = (files: Files, name: string, ignored: Files = {}): SourceTree => memoryTree(files, { commit: name, blobs: true, ignored });

const sparse = (tree: SourceTree, paths: readonly string[] = []): SourceTree => ({
  ...tree,
  entries: new Map([...tree.entries].map(([path, entry]) => [path, paths.includes(path) ? { ...entry, offDisk: true } : entry])),
});

/** Runs the use case over fakes. The base is always a commit; the head is a work tree at /work unless said otherwise. */
export const runStage = async (stage: Stage): Promise<Run> => {
  const headTree = materialising(
    sparse(commitOf(stage.head, 'h'.repeat(40), stage.ignored), stage.offDisk),
    stage.headIsCommit === true ? undefined : '/work',
  );
  const baseTree = stage.base === undefined ? undefined : materialising(commitOf(stage.base, 'b'.repeat(40)));
  const files = (request: RendererRequest): Files => (request.id.startsWith('head') ? stage.head : (stage.base ?? stage.head));
  const renderer = fakeRenderer(stage.answer ?? answerFrom(files));
  const cache = stage.cache === undefined || stage.cache === 'none' ? memoryCache() : stage.cache;
  const scratch = stage.scratch ?? memoryScratch();
  const [notes, progress]: [string[], string[]] = [[], []];
  const outcome = await renderRepository(
    {
      head: headTree,
      ...(baseTree === undefined ? {} : { base: baseTree }),
      below: '',
      environments: [],
      apps: [],
      verifyDeterminism: false,
      needObjects: false,
      includeSecrets: false,
      ...stage.request,
    },
    {
      renderer,
      cache: stage.cache === 'none' ? undefined : cache,
      scratch,
      tool: stage.tool ?? (async (name) => fakeTool(name)),
      progress: {
        start: (label, total) => progress.push(`${label} ${total}`),
        advance: (item) => progress.push(item),
        finish: () => progress.push('done'),
        note: (message) => notes.push(message),
      },
    },
  );
  return { ...outcome, renderer, cache, scratch, headTree, baseTree, notes, progress };
};

const LETTERS = ['dev', 'test', 'prod'];

export const CONFIG = `version: 1
environments:
  dev: { stage: dev }
  test: { stage: test }
  prod: { stage: prod }
apps: [{ path: "environments/{env}/apps/{app}" }]
`;

export const configMap = (name: string, value: string, namespace = 'shop'): string => `apiVersion: v1
kind: ConfigMap
metadata: { name: ${name}, namespace: ${namespace} }
data: { value: "${value}" }
`;

/** Files of one Kustomize app; `text` is what the renderer prints for it. */
export const kustomizeApp = (env: string, app: string, text: string): Files => ({
  [`environments/${env}/apps/${app}/kustomization.yaml`]: 'resources: [manifests.yaml]\n',
  [`environments/${env}/apps/${app}/manifests.yaml`]: text,
});

/** The apps `web` and `shop` in dev, test and prod, one ConfigMap each. */
export const SIX_APPS: Files = {
  'fairway.yaml': CONFIG,
  ...Object.assign({}, ...LETTERS.flatMap((env) => ['web', 'shop'].map((app) => kustomizeApp(env, app, configMap(app, env))))),
};

/** The same files with some replaced; `null` takes one away. */
export const withFiles = (files: Files, changes: Readonly<Record<string, string | null>>): Files =>
  Object.fromEntries(Object.entries({ ...files, ...changes }).filter((entry): entry is [string, string] => entry[1] !== null));
