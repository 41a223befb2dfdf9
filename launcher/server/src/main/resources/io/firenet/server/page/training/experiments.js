/** The page of experiments: their runs, their state and their report. */

import * as address from '../core/address.js';
import { get, openSession } from '../core/api.js';
import { h, put } from '../core/dom.js';
import { fixed, sentence } from '../core/format.js';
import { token } from '../core/token.js';
import { badge } from './details.js';

const AGAIN_MS = 10_000;

/** Builds the page once; it is read again every ten seconds while it is shown. */
export class ExperimentsPage {
  title = 'Experiments';
  #timer = 0;
  #shown = '';

  constructor() {
    this.list = h('ul', { class: 'choices' });
    this.body = h('div', { class: 'stack' });
    this.element = h(
      'div',
      { class: 'training' },
      h(
        'div',
        { class: 'side' },
        h(
          'section',
          { class: 'card', 'aria-labelledby': 'experiments-title' },
          h('h2', { id: 'experiments-title' }, 'Experiments'),
          this.list,
        ),
      ),
      h('section', { class: 'wide', 'aria-live': 'off' }, this.body),
    );
  }

  /** Shows the experiment that an address names, or the first. */
  async open(settings) {
    this.name = settings.get('name');
    await this.#refresh();
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#refresh(), AGAIN_MS);
  }

  close() {
    clearInterval(this.#timer);
  }

  async #refresh() {
    try {
      const all = await get('api/experiments');
      this.name ??= all[0]?.name;
      put(
        this.list,
        all.length === 0
          ? h('li', { class: 'note' }, 'No experiments; start the server with --experiment.')
          : all.map((one) => this.#entry(one)),
      );
      if (this.name) {
        address.write('experiments', new URLSearchParams([['name', this.name]]));
        this.#show(await get(`api/experiments/${encodeURIComponent(this.name)}`));
      }
    } catch (fault) {
      put(this.body, h('p', { class: 'fault', role: 'alert' }, fault.message));
    }
  }

  #entry({ name, title, state }) {
    return h(
      'li',
      {},
      h(
        'a',
        {
          href: `#experiments?${new URLSearchParams([['name', name]])}`,
          'aria-current': name === this.name ? 'true' : null,
        },
        title ?? name,
      ),
      ' ',
      badge(state),
    );
  }

  #show(experiment) {
    const text = JSON.stringify(experiment);
    if (text === this.#shown) {
      return; // what has the focus keeps it
    }
    this.#shown = text;
    const { name, title, state, error, runs = [], report } = experiment;
    const done = runs.filter((run) => run.state === 'done').length;
    const scored = runs.some(({ dice }) => Number.isFinite(dice));
    put(
      this.body,
      h(
        'section',
        { class: 'card' },
        h('h2', {}, title ?? name, ' ', badge(state)),
        error && h('p', { class: 'fault' }, sentence(error)),
        runs.length > 0 && [
          h('progress', { max: runs.length, value: done, 'aria-label': 'Runs that are done' }),
          h('p', {}, `${done} of ${runs.length} runs are done.`),
        ],
        report && this.#report(report),
        runs.length > 0 &&
          h(
            'div',
            { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Runs of the experiment' },
            h(
              'table',
              {},
              h(
                'thead',
                {},
                h(
                  'tr',
                  {},
                  ['Run', 'Method', 'Dataset', 'Fold', 'State', 'Epoch'].map((text) => h('th', { scope: 'col' }, text)),
                  scored && h('th', { scope: 'col', class: 'number' }, 'Dice'),
                ),
              ),
              h(
                'tbody',
                {},
                runs.map((run) => row(run, scored)),
              ),
            ),
          ),
      ),
    );
  }

  #report(report) {
    const link = h('a', { href: report.replace(/^\//, ''), target: '_blank', rel: 'noopener' }, 'Open the report');
    if (token() !== null) {
      link.addEventListener('click', (event) => this.#openWithSession(event, link), { once: true });
    }
    return h('p', {}, link);
  }

  async #openWithSession(event, link) {
    event.preventDefault();
    try {
      await openSession();
      link.click();
    } catch (fault) {
      link.after(h('span', { class: 'fault', role: 'alert' }, ` ${fault.message}`));
    }
  }
}

function row({ name, method, dataset, fold, state, epoch, epochs, dice, detail }, scored) {
  return h(
    'tr',
    {},
    h('th', { scope: 'row', class: 'name' }, name),
    h('td', {}, method ?? '–'),
    h('td', {}, dataset ?? '–'),
    h('td', {}, fold ?? '–'),
    h('td', {}, badge(state), detail && h('small', {}, ` ${detail}`)),
    h('td', {}, epoch === undefined ? '–' : `${epoch}${epochs ? ` of ${epochs}` : ''}`),
    scored && h('td', { class: 'number' }, fixed(dice, 3)),
  );
}
