/** The choice of models and what their cards say. */

import { h, put, swatch } from '../core/dom.js';
import { counted, fixed, sentence } from '../core/format.js';

const KINDS = { segmentation: 'labels', classification: 'classifies', regression: 'measures' };

/** The part of the page that chooses models. */
export class ModelsPart {
  #session;

  constructor(session, notice) {
    this.#session = session;
    this.list = h('fieldset', { class: 'choices' });
    this.options = h('div', { class: 'stack' });
    this.cards = h('div', { class: 'stack' });
    this.element = h(
      'section',
      { class: 'card', 'aria-labelledby': 'models-title' },
      h('h2', { id: 'models-title' }, 'Model'),
      this.list,
      this.options,
      this.cards,
      h('p', { class: 'notice' }, notice),
    );
    session.on('models', () => this.#show());
    session.on('image', () => this.#show());
  }

  #show() {
    const session = this.#session;
    const focused = document.activeElement?.id;
    const open = [...this.cards.querySelectorAll('details[open]')].map((details) => details.dataset.model);
    put(
      this.list,
      h('legend', { class: 'sr-only' }, 'Models to run'),
      session.models.length === 0
        ? h('p', { class: 'note' }, 'The server has no models; start it with --model or --models.')
        : session.models.map((model, i) => this.#choice(model, i)),
    );
    const chosen = session.chosenModels();
    const together = chosen.length > 1 && chosen.every((model) => model.kind === 'segmentation');
    put(
      this.options,
      together && this.#option('ensemble', 'Ensemble: average their answers'),
      chosen.length > 0 && this.#option('mirror', 'Mirror: average over flips, slower'),
    );
    put(
      this.cards,
      chosen.map((model) => this.#card(model, open.includes(model.name))),
    );
    if (focused && this.element.contains(document.getElementById(focused))) {
      document.getElementById(focused).focus();
    }
  }

  #choice(model, i) {
    const damaged = model.state === 'damaged';
    const id = `model-${i}`;
    const box = h('input', {
      type: 'checkbox',
      id,
      checked: this.#session.chosen.includes(model.name),
      disabled: damaged,
      'aria-describedby': `${id}-note`,
    });
    box.addEventListener('change', () => {
      const { chosen } = this.#session;
      this.#session.choose(box.checked ? [...chosen, model.name] : chosen.filter((name) => name !== model.name));
    });
    return h(
      'div',
      { class: 'choice' },
      box,
      h('label', { for: id }, model.name),
      h(
        'small',
        { id: `${id}-note`, class: damaged ? 'fault' : 'note' },
        damaged
          ? sentence(model.error)
          : `${model.card?.title ?? ''}${model.card?.title ? ', ' : ''}${KINDS[model.kind] ?? model.kind}`,
      ),
    );
  }

  #option(name, text) {
    const id = `option-${name}`;
    const box = h('input', { type: 'checkbox', id, checked: this.#session[name] });
    box.addEventListener('change', () => this.#session.setOption(name, box.checked));
    return h('p', { class: 'choice' }, box, h('label', { for: id }, text));
  }

  #card({ name, card = {} }, open) {
    const channels = this.#session.image?.channels;
    const wrong = channels && card.channels && channels.length !== card.channels.length;
    return h(
      'details',
      { class: 'model-card', open: open || wrong, 'data-model': name },
      h('summary', {}, `About ${name}`),
      wrong &&
        h(
          'p',
          { class: 'warning' },
          `It takes ${counted(card.channels.length, 'channel')} (${card.channels.join(', ')}); the image has ${channels.length}.`,
        ),
      h(
        'dl',
        { class: 'pairs' },
        pair('Trained on', trainedOn(card)),
        pair('Channels', card.channels?.join(', ')),
        pair(
          'Measures',
          card.units?.map((quantity) => `${quantity.name}${quantity.unit ? ` in ${quantity.unit}` : ''}`).join(', '),
        ),
        pair(
          'Network',
          card.network &&
            `${card.network}${card.parameters ? `, ${(card.parameters / 1e6).toFixed(1)} million weights` : ''}${card.precision ? `, ${card.precision}` : ''}`,
        ),
        pair('Version', card.version),
        pair('Licence', card.licence),
        pair('Cite', card.citation),
      ),
      labelTable(card),
    );
  }
}

function pair(name, value) {
  const empty = value === undefined || value === null || value === '' || (Array.isArray(value) && !value[0]);
  return empty ? null : [h('dt', {}, name), h('dd', {}, value)];
}

/** Datasets with their numbers of cases. */
function trainedOn({ title, trainedOn: datasets = {} }) {
  const list = Object.entries(datasets).map(([name, cases]) => `${name}, ${counted(cases, 'case')}`);
  return [title, list.length > 0 && h('br'), list.join('; ')];
}

/** Labels or classes with their scores; the background is no label to look at. */
function labelTable({ labels: all = [], dice = [], units = [] }) {
  const labels = all.length > 0 ? all.filter(({ name }) => name !== 'background') : units;
  const metrics = [...new Set(dice.map(({ metric }) => metric ?? 'Dice'))].join(', ');
  return (
    labels.length > 0 &&
    h(
      'table',
      { class: 'compact' },
      h('caption', {}, dice.length > 0 ? `${metrics} on cases that it was not trained on` : 'Labels'),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', { scope: 'col' }, 'Label'),
          dice.length > 0 && [
            h('th', { scope: 'col', class: 'number' }, metrics),
            h('th', { scope: 'col', class: 'number' }, 'n'),
          ],
        ),
      ),
      h(
        'tbody',
        {},
        labels.map(({ name, color }) => {
          const score = dice.find(({ label }) => label === name);
          return h(
            'tr',
            {},
            h('th', { scope: 'row' }, color && swatch(color), name),
            dice.length > 0 && [
              h('td', { class: 'number' }, fixed(score?.dice, 3)),
              h('td', { class: 'number' }, score?.n ?? '–'),
            ],
          );
        }),
      ),
    )
  );
}
