// Which version is this? One version line for the actions and the command line.
import manifest from '../package.json' with { type: 'json' };

export const VERSION: string = manifest.version;
