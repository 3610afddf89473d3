// Which kinds does an API server serve by itself?
import generated from './generated/api-kinds.json' with { type: 'json' };

/** `group/version/Kind` (`version/Kind` of the core group) of the stable API, as charts ask for them in `.Capabilities.APIVersions`. Sorted. */
export const SERVED_KINDS: readonly string[] = generated.kinds;
