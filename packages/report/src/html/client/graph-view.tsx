// How does the picture of the ownership graph look, and what does a click in it do?
import type { AppResult } from '@fairway/contracts';
import { useContext, useState } from 'preact/hooks';
import type { Box, Picture } from '../../graph/picture.ts';
import { PageContext } from './page-context.ts';

interface BoxProps {
  readonly box: Box;
  readonly app: AppResult | undefined;
}

const BoxView = ({ box, app }: BoxProps) => {
  const { filter, setFilter } = useContext(PageContext);
  const { x, y, width, height, badge, name } = box;
  const pressed = app !== undefined && filter.app === app.app && filter.envs.has(app.env);
  const choose = (): void => {
    if (app !== undefined) setFilter({ ...filter, app: pressed ? undefined : app.app, envs: new Set(pressed ? [] : [app.env]) });
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    choose();
  };
  return (
    <g
      class={`box ${box.kind} ${box.status ?? ''}`}
      {...(app === undefined
        ? {}
        : {
            role: 'button',
            tabindex: 0,
            'aria-pressed': pressed,
            onClick: choose,
            onKeyDown: press,
          })}
    >
      <title>{box.title}</title>
      <rect x={x} y={y} width={width} height={height} rx={6} />
      {badge !== '' && (
        <text class="small" x={x + 11} y={y + 15}>
          {badge}
        </text>
      )}
      <text x={x + 11} y={y + (badge === '' ? 18.5 : 31)}>
        {name}
      </text>
    </g>
  );
};

export interface GraphViewProps {
  readonly picture: Picture;
  readonly apps: ReadonlyMap<string, AppResult>;
}

/** The picture in its own size, or as wide as the page. A click on a box filters the lists by its app. */
export const GraphView = ({ picture, apps }: GraphViewProps) => {
  const { printing } = useContext(PageContext);
  const [fit, setFit] = useState(false);
  const { width, height, boxes, wires, note } = picture;
  const fitted = fit || printing;
  return (
    <>
      <p class="folding">
        <button type="button" class="plain" aria-pressed={fit} onClick={() => setFit(!fit)}>
          Fit to width
        </button>
        <span class="hint">
          <span class="line owns" /> makes <span class="line uses" /> uses <span class="line depends-on" /> depends on
          {note === '' ? '' : ` · ${note}; the tab Apps lists all`}
        </span>
      </p>
      <div class="scroll picture">
        <svg
          viewBox={`0 0 ${width} ${height}`}
          width={fitted ? '100%' : width}
          {...(fitted ? { style: { maxWidth: `${width}px` } } : { height })}
        >
          <title>Which object makes which app</title>
          <defs>
            <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
              <path d="M0 0L8 4L0 8z" />
            </marker>
          </defs>
          {wires.map((wire, i) => (
            <path
              key={i}
              class={`wire ${wire.kind}`}
              d={wire.path}
              {...(wire.kind === 'depends-on' ? { 'marker-end': 'url(#tip)' } : {})}
            />
          ))}
          {boxes.map((box, i) => (
            <BoxView key={i} box={box} app={box.app === undefined ? undefined : apps.get(box.app)} />
          ))}
        </svg>
      </div>
    </>
  );
};
