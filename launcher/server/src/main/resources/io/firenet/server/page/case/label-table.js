/** The labels of a result: on and off, colour, volume, agreement with a reference, heat map. */

import { h, swatch } from '../core/dom.js';
import { fixed, millilitres } from '../core/format.js';

/** The table of a result's labels. */
export function labelTable(session, result, index) {
  const { reference } = result;
  const canHeat = result.probabilities?.length > 0;
  const key = ({ value }) => `${index}.${value}`;
  const toggle = (keys, visible) => {
    const hidden = session.view.hidden.filter((one) => !keys.includes(one));
    session.setView({ hidden: visible ? hidden : [...hidden, ...keys] });
  };
  const all = result.labels.map(key);
  const hiddenHere = all.filter((one) => session.view.hidden.includes(one)).length;
  const master = h('input', {
    type: 'checkbox',
    id: `all-${index}`,
    checked: hiddenHere === 0,
    'aria-label': 'All labels',
  });
  master.indeterminate = hiddenHere > 0 && hiddenHere < all.length;
  master.addEventListener('change', () => toggle(all, master.checked));
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `Labels of ${result.model}` },
    session.view.heat &&
      canHeat &&
      h(
        'p',
        { class: 'heat-key' },
        '5 %',
        h('span', { class: 'ramp', 'aria-hidden': 'true' }),
        `100 % ${session.view.heat}`,
      ),
    h(
      'table',
      { class: 'labels' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('td', {}, master),
          canHeat && h('td', { class: 'no-print' }),
          h('th', { scope: 'col' }, 'Label'),
          h('th', { scope: 'col', class: 'number' }, 'ml'),
          reference && [
            head('Dice', 'Overlap with the reference: 1 is the same'),
            head('HD95', 'Hausdorff distance, 95th percentile, mm'),
            head('MSD', 'Mean surface distance, mm'),
          ],
        ),
      ),
      h(
        'tbody',
        {},
        result.labels.map((label) => row(session, result, index, label, key(label), toggle, canHeat)),
      ),
    ),
  );
}

function head(text, title) {
  return h('th', { scope: 'col', class: 'number' }, h('abbr', { title }, text));
}

function row(session, result, index, label, key, toggle, canHeat) {
  const box = h('input', {
    type: 'checkbox',
    id: `label-${key}`,
    checked: !session.view.hidden.includes(key),
    'aria-label': `Show ${label.name}`,
  });
  box.addEventListener('change', () => toggle([key], box.checked));
  const score = result.reference?.labels.find(({ name }) => name === label.name);
  return h(
    'tr',
    { 'data-label': label.name },
    h('td', {}, box),
    canHeat && h('td', { class: 'no-print' }, heat(session, result, index, label)),
    h('th', { scope: 'row' }, swatch(label.color), label.name),
    h('td', { class: 'number ml', title: `${label.voxels} voxels` }, millilitres(label.ml)),
    result.reference && [
      h('td', { class: 'number' }, fixed(score?.dice, 3)),
      h('td', { class: 'number' }, fixed(score?.hd95, 2)),
      h('td', { class: 'number' }, fixed(score?.msd, 2)),
    ],
  );
}

function heat(session, result, index, label) {
  if (!result.probabilities.some((one) => one.label === label.name)) {
    return '';
  }
  const on = session.view.heat === label.name;
  return h(
    'button',
    {
      type: 'button',
      id: `heat-${index}-${label.value}`,
      class: 'small',
      'aria-pressed': String(on),
      title: 'Probability as a heat map',
      'aria-label': `Probability of ${label.name} as a heat map`,
      onclick: () => session.setView({ heat: on ? '' : label.name, difference: false }),
    },
    '◐',
  );
}
