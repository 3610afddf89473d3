// What does a person read first on the page?
import type { PageData } from '../page-data.ts';
import { Sentence } from './sentence.tsx';

export interface PageHeadProps {
  readonly data: PageData;
  readonly onTheme: () => void;
  readonly onHelp: () => void;
}

/** The answer in one sentence, what is grave, and the two sides that were compared. */
export const PageHead = ({ data, onTheme, onHelp }: PageHeadProps) => (
  <header>
    <p class="top">
      <span class={`verdict ${data.report.verdict}`}>{data.report.verdict}</span>
      <span class="hint">
        {data.report.verb} · {data.sides}
      </span>
      <span class="tools">
        <button type="button" class="plain" onClick={onTheme} id="theme">
          Dark or light
        </button>
        <button type="button" class="plain" onClick={onHelp} aria-label="Keys">
          ?
        </button>
      </span>
    </p>
    <h1>{data.headline}</h1>
    {data.warnings.length > 0 && (
      <ul class="warnings">
        {data.warnings.map((warning, i) => (
          <li key={i}>
            <Sentence text={warning} />
          </li>
        ))}
      </ul>
    )}
    <p class="hint">{data.verdict}</p>
  </header>
);
