// Which parameters does a list generator give?
import { isRecord, readYaml, YamlSyntaxError } from '@fairway/manifests';
import { fromPlain, type GoMap, type GoValue, isGo, mapOf } from '../../go-template/values.ts';
import type { Generate, GeneratorSpec } from './generator-context.ts';
import { GeneratorFault } from './generator-fault.ts';
import { mappingsField, textField } from './generator-fields.ts';

function elementMap(value: unknown): GoMap {
  const made = fromPlain(value);
  return isGo(made, 'map') ? made : mapOf();
}

function textOf(value: GoValue, field: string): string {
  if (typeof value === 'string') return value;
  throw new GeneratorFault(
    `${field} must be text, as everything in a list generator without goTemplate`,
    `Quote ${field}, or set spec.goTemplate: true.`,
  );
}

/** Without goTemplate, an element holds texts, and one mapping of texts named `values`. */
function flatElement(element: GoMap, field: string): GoMap {
  const params = mapOf();
  for (const [key, value] of element.entries) {
    if (key !== 'values') params.entries.set(key, textOf(value, `${field}.${key}`));
    else if (isGo(value, 'map'))
      for (const [name, entry] of value.entries) params.entries.set(`values.${name}`, textOf(entry, `${field}.values.${name}`));
    else throw new GeneratorFault(`${field}.values must be a mapping`, `Correct ${field}.values.`);
  }
  return params;
}

function yamlElements(generator: GeneratorSpec): readonly GoMap[] {
  const field = `${generator.field}.elementsYaml`;
  const text = textField(generator, 'elementsYaml');
  if (text === '') return [];
  try {
    const value = readYaml(text).values[0] ?? [];
    if (Array.isArray(value) && value.every((item) => item === null || isRecord(item))) return value.map(elementMap);
    throw new GeneratorFault(`${field} must hold a list of mappings`, `Write a YAML list into ${field}.`);
  } catch (error) {
    if (!(error instanceof YamlSyntaxError)) throw error;
    throw new GeneratorFault(`${field} is no YAML: ${error.message} (line ${error.line} of the text)`, `Correct ${field}.`);
  }
}

export const generateList: Generate = async (generator, { language }) => {
  const elements = mappingsField(generator, 'elements').map((element, index) => {
    const made = elementMap(element);
    return language.goTemplate ? made : flatElement(made, `${generator.field}.elements[${index}]`);
  });
  return [...elements, ...yamlElements(generator)];
};
