// Which template functions make a rendering depend on more than its inputs?
// Functions: github.com/Masterminds/sprig v3 and helm.sh/helm pkg/engine.

const RANDOM: readonly string[] = [
  'randAlphaNum',
  'randAlpha',
  'randNumeric',
  'randAscii',
  'randBytes',
  'randInt',
  'shuffle',
  'uuidv4',
  'bcrypt',
  'htpasswd',
  'encryptAES',
  'genCA',
  'genCAWithKey',
  'genPrivateKey',
  'genSelfSignedCert',
  'genSelfSignedCertWithKey',
  'genSignedCert',
  'genSignedCertWithKey',
];
const CLOCK: readonly string[] = ['now', 'ago'];

const WHY = new Map<string, string>([
  ...RANDOM.map((name) => [name, 'gives another result each time'] as const),
  ...CLOCK.map((name) => [name, 'reads the clock'] as const),
  ['getHostByName', 'asks the name server'],
]);

/** Why a function is not deterministic; undefined for all others. */
export const nonDeterminism = (word: string): string | undefined => WHY.get(word);

/** Something that the reconciler knows and we do not. */
export interface ReconcilerEffect {
  readonly effect: 'lookup' | 'api-discovery' | 'release-state';
  readonly what: string;
}

/** The reconciler effect of a function or of a chain of fields. */
export const reconcilerEffect = (word: string): ReconcilerEffect | undefined => {
  if (word === 'lookup') return { effect: 'lookup', what: 'lookup reads the cluster; here it finds nothing' };
  const field = /\.(Capabilities\.APIVersions|Release\.(?:IsUpgrade|IsInstall|Revision))(?:\.|$)/.exec(word)?.[1];
  if (field === undefined) return undefined;
  if (field.startsWith('Capabilities'))
    return { effect: 'api-discovery', what: `.${field} asks which APIs the cluster serves; here they are those of the profile` };
  return { effect: 'release-state', what: `.${field} depends on what is installed; here it is a first installation` };
};
