/** The choice of models. */

import { h, put } from '../core/dom.js';
import { sentence } from '../core/format.js';
import { modelCard } from './model-card.js';

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
      chosen.map((model) => modelCard(model, session.image?.channels, open.includes(model.name))),
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
}
