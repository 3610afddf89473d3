// How are the fields of a generator read?
import { isRecord } from '@fairway/manifests';
import type { GeneratorSpec, Mapping } from './generator-context.ts';
import { GeneratorFault } from './generator-fault.ts';

function found(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a mapping' : JSON.stringify(value).slice(0, 80);
}

function wrong(generator: GeneratorSpec, name: string, { value, expected }: { readonly value: unknown; readonly expected: string }): never {
  throw new GeneratorFault(`${generator.field}.${name} must be ${expected}, found ${found(value)}`, `Correct ${generator.field}.${name}.`);
}

export function textField(generator: GeneratorSpec, name: string): string {
  const value = generator.spec[name] ?? '';
  return typeof value === 'string' ? value : wrong(generator, name, { value, expected: 'text' });
}

export function flagField(generator: GeneratorSpec, name: string): boolean {
  const value = generator.spec[name] ?? false;
  return typeof value === 'boolean' ? value : wrong(generator, name, { value, expected: 'true or false' });
}

export function listField(generator: GeneratorSpec, name: string): readonly unknown[] {
  const value = generator.spec[name] ?? [];
  return Array.isArray(value) ? value : wrong(generator, name, { value, expected: 'a list' });
}

/** A list of mappings. */
export function mappingsField(generator: GeneratorSpec, name: string): readonly Mapping[] {
  return listField(generator, name).map((value, index) =>
    isRecord(value) ? value : wrong(generator, `${name}[${index}]`, { value, expected: 'a mapping' }),
  );
}

/** A mapping of texts; absent: empty. */
export function textsField(generator: GeneratorSpec, name: string): Readonly<Record<string, string>> {
  const value = generator.spec[name] ?? {};
  if (!isRecord(value)) return wrong(generator, name, { value, expected: 'a mapping' });
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => {
      if (typeof entry !== 'string') wrong(generator, `${name}.${key}`, { value: entry, expected: 'text' });
      return [key, entry] as const;
    }),
  );
}
