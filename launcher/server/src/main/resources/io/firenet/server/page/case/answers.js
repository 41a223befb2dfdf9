/** Answers about an image as a whole. */

import { h } from '../core/dom.js';
import { significant } from '../core/format.js';

/** Probabilities of classes, the likeliest first. */
export function bars(classes = []) {
  const sorted = [...classes].sort((a, b) => b.probability - a.probability);
  return h(
    'table',
    { class: 'bars' },
    h('caption', {}, 'Probability of each class'),
    h(
      'thead',
      { class: 'sr-only' },
      h('tr', {}, h('th', { scope: 'col' }, 'Class'), h('th', { scope: 'col' }, 'Probability'), h('td', {})),
    ),
    h(
      'tbody',
      {},
      sorted.map(({ name, probability }, i) =>
        h(
          'tr',
          { class: i === 0 ? 'likeliest' : null },
          h('th', { scope: 'row' }, name),
          h('td', { class: 'number' }, `${(probability * 100).toFixed(1)} %`),
          h(
            'td',
            { class: 'bar', 'aria-hidden': 'true' },
            h('meter', { min: 0, max: 1, value: probability, tabindex: '-1' }),
          ),
        ),
      ),
    ),
  );
}

/** Values with their units. */
export function values(quantities = []) {
  return h(
    'dl',
    { class: 'quantities' },
    quantities.map(({ name, value, unit }) => [
      h('dt', {}, name),
      h('dd', {}, h('strong', {}, significant(value)), unit && ` ${unit}`),
    ]),
  );
}
