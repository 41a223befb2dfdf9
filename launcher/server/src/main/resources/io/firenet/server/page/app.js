/** The page: which part of it is shown, colours, and what the server is. */

import { get } from './core/api.js';
import * as address from './core/address.js';
import { h, put } from './core/dom.js';
import { nextTheme, startTheme } from './core/theme.js';
import { CasePage } from './case/case.js';
import { ExperimentsPage } from './training/experiments.js';
import { TrainingPage } from './training/training.js';

const pages = new Map();
const main = document.getElementById('main');
let shown = null;

function makePages(server) {
  pages.set('images', new CasePage(server));
  if (server.hasRuns) {
    pages.set('training', new TrainingPage());
  }
  if (server.hasExperiments) {
    pages.set('experiments', new ExperimentsPage());
  }
}

function head(server) {
  const theme = h('button', { type: 'button', class: 'plain', onclick: () => label(theme, nextTheme()) });
  label(theme, startTheme());
  put(
    document.getElementById('top'),
    h('h1', { class: 'brand' }, h('img', { src: 'icon.svg', alt: '', width: 24, height: 24 }), server.name),
    h(
      'nav',
      { 'aria-label': 'Parts of this page' },
      pages.size > 1 &&
        h(
          'ul',
          {},
          [...pages].map(([name, page]) => h('li', {}, h('a', { href: `#${name}`, 'data-page': name }, page.title))),
        ),
    ),
    h(
      'p',
      { class: 'about' },
      h('span', {}, server.notice),
      h('span', { class: 'device' }, `${server.version} on ${server.device}`),
    ),
    theme,
  );
}

function label(button, theme) {
  button.textContent = { auto: '◐', dark: '☾', light: '☀' }[theme];
  button.setAttribute(
    'aria-label',
    `Colours: ${{ auto: 'as the system', dark: 'dark', light: 'light' }[theme]}; change`,
  );
  button.title = button.getAttribute('aria-label');
}

async function route(event) {
  const asked = address.read();
  const name = pages.has(asked.page) ? asked.page : 'images';
  if (event && location.hash === '#main') {
    return; // the link that skips the header
  }
  const page = pages.get(name);
  const fresh = shown !== page;
  if (fresh) {
    shown?.close?.();
    shown = page;
    put(main, page.element);
    document.title = `${page.title} · FIRENet`;
    document
      .querySelectorAll('[data-page]')
      .forEach((link) =>
        link.dataset.page === name ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current'),
      );
  }
  const first = !page.opened;
  page.opened = true;
  if (first || [...asked.settings].length > 0 || page.close) {
    await page.open(asked.settings);
  } else {
    page.remember?.();
  }
}

async function start() {
  try {
    const server = await get('api/server');
    makePages(server);
    head(server);
    window.addEventListener('hashchange', route);
    await route();
  } catch (fault) {
    put(
      main,
      h('p', { class: 'fault', role: 'alert' }, fault.message),
      h('p', {}, h('button', { type: 'button', onclick: () => location.reload() }, 'Try again')),
    );
  }
  document.documentElement.dataset.ready = 'true';
}

start();
