// How does the page start?
import { render } from 'preact';
import type { PageData } from '../page-data.ts';
import { App } from './app.tsx';
import { applyTheme, savedTheme } from './preferences.ts';

const text = document.querySelector('#data')?.textContent ?? '';
const root = document.querySelector('#app');
const data: PageData = JSON.parse(text);

/** The browser prints what is drawn when `beforeprint` returns, so everything must be drawn by then. */
const draw = (printing: boolean): void => {
  if (root !== null) render(<App data={data} printing={printing} />, root);
};

applyTheme(savedTheme());
draw(false);
addEventListener('beforeprint', () => draw(true));
addEventListener('afterprint', () => draw(false));
