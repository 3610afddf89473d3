// Which functions name types, and which ends a template?
import { type FunctionTable, ofTexts, text } from '../function-types.ts';
import { GoTemplateFault } from '../meter.ts';
import { kindName, typeName } from '../values.ts';

export const REFLECTION: FunctionTable = {
  typeOf: { parameters: ['any'], call: ([value]) => typeName(value) },
  kindOf: { parameters: ['any'], call: ([value]) => kindName(value) },
  typeIs: { parameters: ['string', 'any'], call: (args) => text(args, 0) === typeName(args[1]) },
  typeIsLike: {
    parameters: ['string', 'any'],
    call: (args) => [text(args, 0), `*${text(args, 0)}`].includes(typeName(args[1])),
  },
  kindIs: { parameters: ['string', 'any'], call: (args) => text(args, 0) === kindName(args[1]) },
  fail: ofTexts(1, ([message = '']) => {
    throw new GoTemplateFault(message);
  }),
};
