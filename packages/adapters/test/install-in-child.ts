// What does another process do that installs the same program? Started by tests with a JSON argument.
import { resolveTool, type ToolContext } from '../src/tools/index.ts';

const [text = '{}'] = process.argv.slice(2);
const given: unknown = JSON.parse(text);
const isContext = (value: unknown): value is ToolContext => typeof value === 'object' && value !== null && 'environment' in value;
if (!isContext(given)) throw new Error('no context');
const tool = await resolveTool('pilot', { ...given, onProgress: ({ step }) => process.stderr.write(`${step}\n`) });
process.stdout.write(JSON.stringify(tool));
