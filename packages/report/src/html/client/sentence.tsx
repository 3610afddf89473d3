// How is a sentence with `code` in it drawn?

/** Text between backticks stands as code; everything is text, never HTML. */
export const Sentence = ({ text }: { readonly text: string }) => (
  <span class="sentence">
    {text.split(/(`[^`\n]+`)/).map((part, i) => (i % 2 === 1 ? <code key={i}>{part.slice(1, -1)}</code> : part))}
  </span>
);
