/** What is under the crosshair. */

import { h, put } from '../core/dom.js';
import { fixed, significant } from '../core/format.js';

const QUIET_MS = 700;
const AXES = [
  ['R', 'L'],
  ['A', 'P'],
  ['S', 'I'],
];

/** The line below the viewer. A screen reader hears of it when the crosshair rests. */
export class Readout {
  #labels = new Map();
  #timer = 0;

  constructor() {
    this.line = h('p', { class: 'readout viewing', 'aria-hidden': 'true' }, 'Click into the image to move the crosshair.');
    this.spoken = h('p', { class: 'sr-only', role: 'status' });
    this.element = h('div', {}, this.line, this.spoken);
  }

  /** Forgets the panels. */
  clear() {
    this.#labels.clear();
    put(this.line, 'Click into the image to move the crosshair.');
    this.spoken.textContent = '';
  }

  /** Shows a place; each panel adds its label. */
  show(panel, { mm, voxel, value, label, probability }, panels) {
    this.#labels.set(panel, { label, probability });
    const parts = [
      ['mm', mm.map((x, i) => `${fixed(Math.abs(x), 1)} ${AXES[i][x >= 0 ? 0 : 1]}`).join('  ')],
      ['voxel', voxel.join(', ')],
      ['value', significant(value)],
    ];
    for (const one of panels) {
      const there = this.#labels.get(one);
      if (there?.label) {
        const name = panels.length > 1 ? one.title : 'label';
        parts.push([
          name,
          `${there.label}${there.probability === null ? '' : ` (${fixed(there.probability * 100, 0)} %)`}`,
        ]);
      }
    }
    put(
      this.line,
      parts.map(([name, text]) => h('span', {}, h('small', {}, `${name} `), text)),
    );
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.spoken.textContent = parts.map(([name, text]) => `${name} ${text}`).join('; ');
    }, QUIET_MS);
  }
}
