/** What a model's card says: what it was trained on, how good it is and what may be done with it. */

import { h, swatch } from '../core/dom.js';
import { counted, fixed } from '../core/format.js';

/** The card of a model, folded unless it is to be seen; `channels` are those of the image, if there is one. */
export function modelCard({ name, card = {} }, channels, open) {
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
      pair('Measures', card.units?.map(({ name: what, unit }) => (unit ? `${what} in ${unit}` : what)).join(', ')),
      pair('Network', network(card)),
      pair('Version', card.version),
      pair('Licence', card.licence),
      pair('Cite', card.citation),
    ),
    scores(card),
  );
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

function network({ network: name, parameters, precision }) {
  const weights = parameters && `${parameters.toLocaleString('en')} weights`;
  return [name, weights, precision].filter(Boolean).join(', ');
}

/** Labels or quantities with their scores; the background is no label to look at. */
function scores({ labels = [], dice = [], units = [] }) {
  const outputs = labels.length > 0 ? labels.filter(({ name }) => name !== 'background') : units;
  const mean = dice.some(({ label }) => label === 'mean') ? [{ name: 'mean' }] : [];
  const metrics = [...new Set(dice.map(({ metric }) => metric ?? 'Dice'))].join(', ');
  const head = ['Label', metrics, 'n'].map((text, i) =>
    h('th', { scope: 'col', class: i > 0 ? 'number' : null }, text),
  );
  return h(
    'table',
    { class: 'compact' },
    h('caption', {}, dice.length > 0 ? `${metrics} of validation cases` : 'Labels'),
    dice.length > 0 && h('thead', {}, h('tr', {}, head)),
    h(
      'tbody',
      {},
      [...outputs, ...mean].map((output) =>
        row(
          output,
          dice.length > 0,
          dice.find(({ label }) => label === output.name),
        ),
      ),
    ),
  );
}

function row({ name, color }, scored, score) {
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, color && swatch(color), name),
    scored && [h('td', { class: 'number' }, fixed(score?.dice, 3)), h('td', { class: 'number' }, score?.n ?? '–')],
  );
}
