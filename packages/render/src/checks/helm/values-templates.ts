// Which templates are hidden in the values of a chart, for `tpl` to run?
import { isScalar, LineCounter, parseAllDocuments, visit } from 'yaml';
import { type TemplateWord, templateWords } from './template-words.ts';

/** Words of templates inside the texts of a values file; comments are passed over. Positions are those in the file. */
export const valuesWords = (source: string): readonly TemplateWord[] => {
  if (!source.includes('{{')) return [];
  const lines = new LineCounter();
  const ranges: (readonly [number, number])[] = [];
  for (const document of parseAllDocuments(source, { lineCounter: lines, logLevel: 'silent', uniqueKeys: false })) {
    visit(document, {
      Scalar: (_, node) => {
        if (isScalar(node) && typeof node.value === 'string' && node.value.includes('{{') && node.range)
          ranges.push([node.range[0], node.range[1]]);
      },
    });
  }
  return ranges.flatMap(([start, end]) => {
    const { line, col } = lines.linePos(start);
    return templateWords(source.slice(start, end)).map((word) => ({
      word: word.word,
      line: line + word.line - 1,
      column: word.line === 1 ? col + word.column - 1 : word.column,
    }));
  });
};
