// Where are the pinned programs that a test runs?
import { resolveTool } from '@fairway/adapters';

/** Paths, in the order of the names. What is missing is installed; an environment variable such as FAIRWAY_KUSTOMIZE may name another. */
export async function pathsOfPrograms(...names: readonly string[]): Promise<readonly string[]> {
  const tools = await Promise.all(names.map((name) => resolveTool(name, { environment: process.env })));
  return tools.map(({ path }) => path);
}
