// How does one changed object look, closed and open?
import type { Change, Finding } from '@fairway/contracts';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { effectText, RENAME_TEXT } from '../../effect-text.ts';
import { CHANGE_MARK, EFFECT_ORDER, isGrave } from '../../labels.ts';
import { changeName } from '../../object-name.ts';
import { DiffView } from './diff-view.tsx';
import { PageContext } from './page-context.ts';
import { Place } from './place.tsx';
import { Sentence } from './sentence.tsx';
import type { ChangeItem } from './view-model.ts';

const Effects = ({ item }: { readonly item: ChangeItem }) => (
  <span class="effects">
    {EFFECT_ORDER.filter((effect) => item.change.effects.includes(effect)).map((effect) => (
      <span class={isGrave(effect) ? 'effect grave' : 'effect'} key={effect}>
        {effectText(effect, item.change)}
      </span>
    ))}
    {item.change.kind === 'renamed' && <span class="effect">{RENAME_TEXT}</span>}
  </span>
);

const OwnFindings = ({ findings }: { readonly findings: readonly Finding[] }) =>
  findings.length === 0 ? null : (
    <ul class="own">
      {findings.map((finding) => (
        <li key={finding.fingerprint}>
          <span class={`severity ${finding.severity}`}>{finding.severity}</span> <Sentence text={finding.message} />
        </li>
      ))}
    </ul>
  );

/** What made the object, from the outermost on; the file that holds it is a place. */
const Origin = ({ origin }: { readonly origin: NonNullable<Change['origin']> }) => {
  const { chain, source } = origin;
  const steps = source !== undefined && chain.at(-1) === source ? chain.slice(0, -1) : chain;
  return (
    <p class="origin">
      {steps.map((step, i) => (
        <span key={i}>{step}</span>
      ))}
      {source !== undefined && <Place at={{ file: source }} />}
    </p>
  );
};

/** One changed object: a button with its name and effects; below it, when open, the difference. */
export const ChangeRow = ({ item }: { readonly item: ChangeItem }) => {
  const { open, target } = useContext(PageContext);
  const [isOpen, setOpen] = useState(open.has(item.anchor));
  const self = useRef<HTMLLIElement>(null);
  const show = (next: boolean): void => {
    if (next) open.add(item.anchor);
    else open.delete(item.anchor);
    setOpen(next);
  };
  useEffect(() => {
    if (target !== item.anchor) return;
    show(true);
    self.current?.scrollIntoView({ block: 'start' });
    self.current?.querySelector('button')?.focus({ preventScroll: true });
  }, [target]);
  const { change } = item;
  return (
    <li class="change" ref={self} data-anchor={item.anchor}>
      <button type="button" class="head" data-row aria-expanded={isOpen} onClick={() => show(!isOpen)}>
        <span class={`kind ${change.kind}`} title={change.kind}>
          <span aria-hidden="true">{CHANGE_MARK[change.kind]}</span>
          <span class="unseen">{change.kind}</span>
        </span>
        <span class="name">
          <span class="of">{change.object.kind}</span> {changeName(change).slice(change.object.kind.length + 1)}
        </span>
        <Effects item={item} />
        {item.findings.length > 0 && (
          <span class={`severity ${item.findings[0]?.severity ?? ''}`}>
            {item.findings.length === 1 ? '1 finding' : `${item.findings.length} findings`}
          </span>
        )}
      </button>
      {isOpen && (
        <div class="body">
          <p class="hint">
            {change.object.apiVersion} · {change.app} · <a href={`#${encodeURI(item.anchor)}`}>link to this object</a>
          </p>
          {change.origin !== undefined && <Origin origin={change.origin} />}
          <OwnFindings findings={item.findings} />
          <DiffView change={change} />
        </div>
      )}
    </li>
  );
};
