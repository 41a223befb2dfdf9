/** The page of runs: which there are, their curves in common charts, and one in detail. */

import * as address from '../core/address.js';
import { get } from '../core/api.js';
import { announce, h, put } from '../core/dom.js';
import { Chart } from './chart.js';
import { badge, RunDetails } from './details.js';
import { Run } from './run.js';
import { labelTitle, seriesOf } from './series.js';

const LIST_EVERY_MS = 10_000;

/** Builds the page once; it follows runs while it is shown. */
export class TrainingPage {
  title = 'Training';
  #runs = new Map();
  #list = [];
  #timer = 0;
  #frame = 0;

  constructor() {
    this.choices = h('fieldset', { class: 'choices' });
    this.details = new RunDetails();
    this.details.hidden = true;
    this.charts = {
      loss: new Chart('Loss', { zero: true, note: 'training solid, validation dashed' }),
      score: new Chart('Score of validation cases'),
      labels: new Chart('Dice of each label'),
      rate: new Chart('Learning rate', { zero: true }),
      time: new Chart('Seconds', { zero: true }),
    };
    this.graphs = h(
      'div',
      { class: 'charts' },
      Object.values(this.charts).map(({ element }) => element),
    );
    this.empty = h('p', { class: 'empty' }, 'Choose a run to see its curves; choose several to compare them.');
    this.element = h(
      'div',
      { class: 'training' },
      h(
        'div',
        { class: 'side' },
        h(
          'section',
          { class: 'card', 'aria-labelledby': 'runs-title' },
          h('h2', { id: 'runs-title' }, 'Runs'),
          this.choices,
        ),
        this.details.facts,
      ),
      h(
        'section',
        { 'aria-labelledby': 'curves-title' },
        h('h2', { id: 'curves-title', class: 'sr-only' }, 'Curves'),
        this.empty,
        this.graphs,
      ),
      h('section', { class: 'side', 'aria-label': 'Details' }, this.details.element),
    );
    this.#draw();
  }

  /** Shows the runs that an address names, or the first. */
  async open(settings) {
    this.asked = settings.getAll('run');
    await this.#refresh();
    if (this.asked.length === 0 && this.#list.length > 0) {
      this.asked = [(this.#list.find(({ state }) => state === 'training') ?? this.#list[0]).name];
    }
    this.#choose(this.asked);
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#refresh(), LIST_EVERY_MS);
  }

  /** Ends what it follows: the page is not shown any more. */
  close() {
    clearInterval(this.#timer);
    this.#runs.forEach((run) => run.close());
    this.#runs.clear();
  }

  async #refresh() {
    try {
      this.#list = await get('api/runs');
      this.#listRuns();
    } catch (fault) {
      put(this.choices, h('p', { class: 'fault', role: 'alert' }, fault.message));
    }
  }

  #listRuns() {
    const focused = document.activeElement?.id;
    put(
      this.choices,
      h('legend', { class: 'sr-only' }, 'Runs to show'),
      this.#list.length === 0
        ? h('p', { class: 'note' }, 'No runs; start the server with --run.')
        : this.#list.map((run, i) => this.#choice(run, i)),
    );
    if (focused?.startsWith('run-')) {
      document.getElementById(focused)?.focus();
    }
  }

  #choice({ name, state, network, datasets = [], epoch, epochs }, i) {
    const id = `run-${i}`;
    const box = h('input', {
      type: 'checkbox',
      id,
      checked: this.asked.includes(name),
      'aria-describedby': `${id}-note`,
    });
    box.addEventListener('change', () =>
      this.#choose(box.checked ? [...this.asked, name] : this.asked.filter((one) => one !== name)),
    );
    return h(
      'div',
      { class: 'choice' },
      box,
      h('label', { for: id }, name, ' ', badge(state)),
      h(
        'small',
        { id: `${id}-note` },
        [network, ...datasets, `epoch ${epoch ?? 0}${epochs ? ` of ${epochs}` : ''}`].filter(Boolean).join(', '),
      ),
    );
  }

  #choose(names) {
    this.asked = names;
    this.#runs.forEach((run, name) => {
      if (!names.includes(name)) {
        run.close();
        this.#runs.delete(name);
      }
    });
    names
      .filter((name) => !this.#runs.has(name))
      .forEach((name) => {
        const run = new Run(name, (changed) => this.#changed(changed));
        this.#runs.set(name, run);
        run.start();
      });
    const settings = new URLSearchParams(names.map((name) => ['run', name]));
    address.write('training', settings);
    this.#listRuns();
    this.#draw();
  }

  #changed(run) {
    const before = run.lastState;
    if (before && before !== run.data.state) {
      announce(`${run.name}: ${run.data.state}`);
      this.#refresh();
    }
    run.lastState = run.data.state;
    cancelAnimationFrame(this.#frame); // events of one moment are drawn once
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    const runs = [...this.#runs.values()];
    const series = seriesOf(runs);
    Object.entries(this.charts).forEach(([name, chart]) =>
      chart.show(series[name], name === 'labels' ? labelTitle(runs) : undefined),
    );
    this.empty.hidden = runs.length > 0;
    this.graphs.hidden = runs.length === 0;
    const newest = runs.at(-1);
    this.details.hidden = !newest;
    if (newest) {
      this.details.show(newest);
    }
  }
}
