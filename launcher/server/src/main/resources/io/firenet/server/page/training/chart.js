/** Lines over epochs as SVG: read by pointer, by keyboard, as a table and on paper. */

import { freshId, h, put, svg } from '../core/dom.js';
import { significant } from '../core/format.js';
import { linear, rangeOf, ticks } from './scale.js';

const HEIGHT = 220;
const LEFT = 50;
const RIGHT = 10;
const TOP = 10;
const BOTTOM = 32;
const COLOURS = 8;

/** A chart that is drawn again whenever more is known. Its element stays the same, so that focus and place are kept. */
export class Chart {
  #series = [];
  #cursor = null; // the epoch that is read
  #hidden = new Set();
  #width = 520; // of the drawing, so that its text has the page's size

  /**
   * @param options `zero` has the axis begin there, `note` says what the lines are
   */
  constructor(title, options = {}) {
    this.options = options;
    this.titleId = freshId('chart');
    this.drawing = h('div', {
      class: 'drawing',
      tabindex: '0',
      role: 'group',
      'aria-roledescription': 'chart',
      'aria-labelledby': this.titleId,
    });
    this.reading = h('p', { class: 'reading', 'aria-live': 'polite' });
    this.legend = h('ul', { class: 'legend' });
    this.table = h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `${title}: values` });
    this.details = h('details', { ontoggle: () => this.#tabulate() }, h('summary', {}, 'Values'), this.table);
    this.element = h(
      'figure',
      { class: 'card chart' },
      h('figcaption', { id: this.titleId }, h('h3', {}, title), options.note && h('small', {}, options.note)),
      this.drawing,
      this.reading,
      this.legend,
      this.details,
    );
    new ResizeObserver(([{ contentRect }]) => this.#fit(contentRect.width)).observe(this.drawing);
    this.drawing.addEventListener('pointermove', (event) => this.#point(event));
    this.drawing.addEventListener('pointerleave', () => this.#read(null));
    this.drawing.addEventListener('keydown', (event) => this.#key(event));
  }

  /** Shows series: `{name, points: [[epoch, value]], colour: 0…, dashed}`. */
  show(series) {
    this.#series = series
      .map((one) => ({ ...one, points: one.points.filter(([, y]) => Number.isFinite(y)) }))
      .filter(({ points }) => points.length > 0);
    this.element.hidden = this.#series.length === 0;
    this.#draw();
    this.#showLegend();
    this.#tabulate();
  }

  #fit(width) {
    if (width > 0 && Math.abs(width - this.#width) > 1) {
      this.#width = width;
      this.#draw();
    }
  }

  #visible() {
    return this.#series.filter(({ name }) => !this.#hidden.has(name));
  }

  #draw() {
    const series = this.#visible();
    const epochs = series.flatMap(({ points }) => points.map(([x]) => x));
    const values = series.flatMap(({ points }) => points.map(([, y]) => y));
    const [first, last] = epochs.length > 0 ? [Math.min(...epochs), Math.max(...epochs)] : [0, 1];
    const range = rangeOf(values, this.options);
    this.x = linear([first, last > first ? last : first + 1], [LEFT, this.#width - RIGHT]);
    this.y = linear(range, [HEIGHT - BOTTOM, TOP]);
    this.epochs = [...new Set(epochs)].sort((a, b) => a - b);
    this.cursorLine = svg('line', { class: 'cursor', y1: TOP, y2: HEIGHT - BOTTOM, visibility: 'hidden' });
    put(
      this.drawing,
      svg(
        'svg',
        { viewBox: `0 0 ${this.#width} ${HEIGHT}`, role: 'img', 'aria-label': this.#summary(series) },
        ticks(...range).map((value) => [
          svg('line', { class: 'grid', x1: LEFT, x2: this.#width - RIGHT, y1: this.y(value), y2: this.y(value) }),
          svg('text', { class: 'tick end', x: LEFT - 6, y: this.y(value) + 4 }, significant(value)),
        ]),
        ticks(first, last, 6)
          .filter(Number.isInteger)
          .map((epoch) =>
            svg('text', { class: 'tick middle', x: this.x(epoch), y: HEIGHT - BOTTOM + 16 }, String(epoch)),
          ),
        svg('text', { class: 'tick middle', x: (LEFT + this.#width - RIGHT) / 2, y: HEIGHT - 3 }, 'epoch'),
        series.map((one) => this.#line(one)),
        this.cursorLine,
      ),
    );
    this.#read(this.#cursor);
  }

  #line({ points, colour, dashed }) {
    const at = points.map(([x, y]) => `${this.x(x).toFixed(1)},${this.y(y).toFixed(1)}`);
    const look = `line series-${(colour % COLOURS) + 1}${dashed ? ' dashed' : ''}`;
    return at.length === 1
      ? svg('circle', { class: look, cx: at[0].split(',')[0], cy: at[0].split(',')[1], r: 3 })
      : svg('polyline', { class: look, points: at.join(' ') });
  }

  #summary(series) {
    return (
      series
        .map(({ name, points }) => `${name}: ${significant(points.at(-1)[1])} in epoch ${points.at(-1)[0]}`)
        .join('; ') || 'no values yet'
    );
  }

  #showLegend() {
    put(
      this.legend,
      this.#series.map(({ name, colour, dashed }) => {
        const shown = !this.#hidden.has(name);
        const button = h(
          'button',
          { type: 'button', class: 'key', 'aria-pressed': String(shown), onclick: () => this.#toggle(name, button) },
          svg(
            'svg',
            { viewBox: '0 0 24 8', class: 'sample', 'aria-hidden': 'true' },
            svg('line', {
              class: `line series-${(colour % COLOURS) + 1}${dashed ? ' dashed' : ''}`,
              x1: 1,
              x2: 23,
              y1: 4,
              y2: 4,
            }),
          ),
          name,
        );
        return h('li', {}, button);
      }),
    );
  }

  #toggle(name, button) {
    const hide = !this.#hidden.has(name);
    this.#hidden[hide ? 'add' : 'delete'](name);
    button.setAttribute('aria-pressed', String(!hide));
    this.#draw();
  }

  #point(event) {
    const box = this.drawing.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * this.#width;
    this.#read(
      this.epochs.reduce(
        (best, epoch) => (best === null || Math.abs(this.x(epoch) - x) < Math.abs(this.x(best) - x) ? epoch : best),
        null,
      ),
    );
  }

  #key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined || event.target !== this.drawing || this.epochs.length === 0) {
      return;
    }
    event.preventDefault();
    const here = this.#cursor === null ? this.epochs.length : this.epochs.indexOf(this.#cursor);
    this.#read(this.epochs[Math.max(0, Math.min(this.epochs.length - 1, here + step))]);
  }

  #read(epoch) {
    this.#cursor = epoch;
    this.cursorLine.setAttribute('visibility', epoch === null ? 'hidden' : 'visible');
    if (epoch === null) {
      this.reading.textContent = '';
      return;
    }
    this.cursorLine.setAttribute('x1', this.x(epoch));
    this.cursorLine.setAttribute('x2', this.x(epoch));
    const values = this.#visible()
      .map(({ name, points }) => [name, points.find(([x]) => x === epoch)])
      .filter(([, point]) => point);
    this.reading.textContent = `Epoch ${epoch}: ${values.map(([name, [, y]]) => `${name} ${significant(y)}`).join(', ')}`;
  }

  #tabulate() {
    if (!this.details.open) {
      return;
    }
    const epochs = [...new Set(this.#series.flatMap(({ points }) => points.map(([x]) => x)))].sort((a, b) => a - b);
    const maps = this.#series.map(({ points }) => new Map(points));
    put(
      this.table,
      h(
        'table',
        { class: 'compact' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            h('th', { scope: 'col' }, 'Epoch'),
            this.#series.map(({ name }) => h('th', { scope: 'col', class: 'number' }, name)),
          ),
        ),
        h(
          'tbody',
          {},
          epochs.map((epoch) =>
            h(
              'tr',
              {},
              h('th', { scope: 'row' }, epoch),
              maps.map((map) => h('td', { class: 'number' }, significant(map.get(epoch)))),
            ),
          ),
        ),
      ),
    );
  }
}
