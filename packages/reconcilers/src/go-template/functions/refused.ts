// Which functions give another result each time, so that nobody can tell from outside what the controller gets?
import type { FunctionTable, GoFunction, ParameterType } from '../function-types.ts';
import { GoTemplateFault } from '../meter.ts';

/** Fails the template: a guess would be compared with what runs in the cluster. */
export function notDeterministic(name: string, why: string): never {
  throw new GoTemplateFault(`${name} is not deterministic: ${why}`);
}

const RANDOM = 'each run gives another result';

function refused(name: string, why: string): GoFunction {
  const rest: ParameterType = 'any';
  return { parameters: [], rest, call: () => notDeterministic(name, why) };
}

const RANDOM_NAMES =
  'randAlphaNum randAlpha randAscii randNumeric randInt randBytes shuffle uuidv4 bcrypt htpasswd genPrivateKey genCA genCAWithKey genSelfSignedCert genSelfSignedCertWithKey genSignedCert genSignedCertWithKey encryptAES';

/** Pure, and so rarely used that they are not read here. */
const UNREAD_NAMES = 'derivePassword buildCustomCert decryptAES';

function unread(name: string): GoFunction {
  return {
    parameters: [],
    rest: 'any',
    call: () => {
      throw new GoTemplateFault(`${name} is not supported here`);
    },
  };
}

export const REFUSED: FunctionTable = {
  ...Object.fromEntries(RANDOM_NAMES.split(' ').map((name) => [name, refused(name, RANDOM)])),
  ...Object.fromEntries(UNREAD_NAMES.split(' ').map((name) => [name, unread(name)])),
  now: refused('now', 'it is the present time'),
  ago: refused('ago', 'it counts up to the present time'),
};
