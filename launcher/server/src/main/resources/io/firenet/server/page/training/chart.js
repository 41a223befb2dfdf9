/** Lines over epochs as SVG: read by pointer, by keyboard, as a table and on paper. */

import { freshId, h, put, svg } from '../core/dom.js';
import { significant } from '../core/format.js';
import { labelsOf, linear, rangeOf, ticks } from './scale.js';

const HEIGHT = 220;
const LEFT = 50;
const RIGHT = 10;
const TOP = 10;
const BOTTOM = 32;
const COLOURS = 8;
const DASHES = 4;

const lookOf = ({ colour, dash }) => `line series-${(colour % COLOURS) + 1} dash-${dash % DASHES}`;

/** A chart that is drawn again whenever more is known. Its element stays the same, so that focus and place are kept. */
export class Chart {
  #series = [];
  #cursor = null; // the epoch that is read
  #hidden = new Set();
  #width = 520; // of the drawing, so that its text has the page's size
  #values = new Map(); // where the legend tells each line's value

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
    this.title = h('h3', {}, title);
    this.epoch = h('small', { class: 'epoch' });
    this.reading = h('p', { class: 'reading sr-only', 'aria-live': 'polite' });
    this.legend = h('ul', { class: 'legend' });
    this.table = h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `${title}: values` });
    this.details = h('details', { ontoggle: () => this.#tabulate() }, h('summary', {}, 'Values'), this.table);
    this.element = h(
      'figure',
      { class: 'card chart' },
      h(
        'figcaption',
        {},
        h('span', { id: this.titleId }, this.title),
        options.note && h('small', {}, options.note),
        this.epoch,
      ),
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

  /** Shows series: `{name, points: [[epoch, value]], colour: 0…, dash: 0…}`, under another title if there is one. */
  show(series, title = this.title.textContent) {
    this.title.textContent = title;
    this.#series = series
      .map((one) => ({ ...one, points: one.points.filter(([, y]) => Number.isFinite(y)) }))
      .filter(({ points }) => points.length > 0);
    this.element.hidden = this.#series.length === 0;
    this.#showLegend();
    this.#draw();
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
        labelsOf(ticks(...range)).map(([value, text]) => [
          svg('line', { class: 'grid', x1: LEFT, x2: this.#width - RIGHT, y1: this.y(value), y2: this.y(value) }),
          svg('text', { class: 'tick end', x: LEFT - 6, y: this.y(value) + 4 }, text),
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

  #line({ points, colour, dash }) {
    const at = points.map(([x, y]) => `${this.x(x).toFixed(1)},${this.y(y).toFixed(1)}`);
    const look = lookOf({ colour, dash });
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
    this.#values.clear();
    put(
      this.legend,
      this.#series.map(({ name, colour, dash }) => {
        const shown = !this.#hidden.has(name);
        const value = h('span', { class: 'value' });
        this.#values.set(name, value);
        const button = h(
          'button',
          { type: 'button', class: 'key', 'aria-pressed': String(shown), onclick: () => this.#toggle(name, button) },
          svg(
            'svg',
            { viewBox: '0 0 24 8', class: 'sample', 'aria-hidden': 'true' },
            svg('line', { class: lookOf({ colour, dash }), x1: 1, x2: 23, y1: 4, y2: 4 }),
          ),
          name,
          value,
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
    this.#showValues(epoch);
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

  /** In the legend: the values of an epoch, or the last ones. */
  #showValues(epoch) {
    this.epoch.textContent = epoch === null ? '' : `epoch ${epoch}`;
    for (const { name, points } of this.#series) {
      const point = epoch === null ? points.at(-1) : points.find(([x]) => x === epoch);
      this.#values.get(name).textContent = point ? significant(point[1], 3) : '';
    }
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
