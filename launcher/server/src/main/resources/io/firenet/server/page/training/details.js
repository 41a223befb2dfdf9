/** What is known of one run beside its curves. */

import { request } from '../core/api.js';
import { h, put } from '../core/dom.js';
import { bytes, counted, duration, fixed, significant } from '../core/format.js';

/** States in words. */
export const STATES = {
  training: 'training',
  stopped: 'stopped',
  done: 'done',
  interrupted: 'interrupted',
  failed: 'failed',
  running: 'running',
  waiting: 'waiting',
};

/** The part that describes a run. */
export class RunDetails {
  #picture = null;

  constructor() {
    this.facts = h('section', { class: 'card run-facts', 'aria-label': 'State' });
    this.overlay = h('section', { class: 'card' });
    this.plan = h('section', { class: 'card' });
    this.results = h('section', { class: 'card' });
    this.log = h('section', { class: 'card' });
    this.element = h('div', { class: 'run-details' }, this.overlay, this.results, this.plan, this.log);
  }

  /** Whether there is no run to describe; `facts` stand apart from the rest. */
  set hidden(hidden) {
    this.facts.hidden = hidden;
    this.element.hidden = hidden;
  }

  /** Shows a run as it is now. */
  show(run) {
    const { data } = run;
    this.#facts(run);
    this.#overlay(run);
    this.#plan(data);
    this.#results(data);
    this.#log(run);
  }

  #facts({ name, data, epochs, connected, fault }) {
    const last = epochs.at(-1);
    const total = data.plannedEpochs ?? (Number.isFinite(data.epochs) ? data.epochs : null);
    const rows = [
      ['State', [badge(data.state), data.error && ` ${data.error}`]],
      ['Epoch', `${data.epoch ?? last?.epoch ?? 0}${total ? ` of ${total}` : ''}`],
      ['Time left', data.state === 'training' ? duration(data.secondsLeft) : null],
      ['Step', stepOf(data)],
      [
        'Memory',
        data.memory && [
          `${bytes(data.memory.residentBytes)}${data.memory.plannedBytes ? ` of ${bytes(data.memory.plannedBytes)} planned` : ''}`,
        ],
      ],
      ['Learning rate', last && significant(last.learningRate, 3)],
      ['Network', data.network],
      ['Computed by', data.device],
      ['Datasets', data.datasets?.join(', ')],
    ];
    put(
      this.facts,
      h('h3', {}, name),
      (fault || !connected) &&
        h('p', { class: 'warning', role: 'status' }, fault ?? 'The server does not answer; trying again.'),
      total &&
        data.state === 'training' &&
        h('progress', { max: total, value: data.epoch ?? 0, 'aria-label': `Epochs of ${name}` }),
      h(
        'dl',
        { class: 'pairs' },
        rows.filter(([, value]) => value).map(([key, value]) => [h('dt', {}, key), h('dd', {}, value)]),
      ),
    );
  }

  async #overlay({ data, path, name }) {
    this.overlay.hidden = !data.overlay;
    const version = `${name} ${data.overlay?.case} ${data.overlay?.dice} ${data.overlayVersion ?? ''}`;
    if (!data.overlay || this.#picture === version) {
      return;
    }
    this.#picture = version;
    const before = this.overlay.querySelector('img')?.src;
    const { dataset, case: id, dice } = data.overlay;
    const text = `${id ?? ''}${dataset ? ` of ${dataset}` : ''}${Number.isFinite(dice) ? `, Dice ${fixed(dice, 3)}` : ''}`;
    try {
      const blob = await (await request(`${path}/overlay.png`)).blob();
      const image = h('img', { src: URL.createObjectURL(blob), alt: `Reference and prediction of ${text}` });
      const button = h(
        'button',
        { type: 'button', class: 'picture', title: 'Show it large', onclick: () => enlarge(image, text) },
        image,
      );
      put(this.overlay, h('h3', {}, 'Worst validation case'), button, h('p', { class: 'note' }, text));
      if (before) {
        URL.revokeObjectURL(before);
      }
    } catch (fault) {
      put(this.overlay, h('h3', {}, 'Worst validation case'), h('p', { class: 'note' }, fault.message));
    }
  }

  #plan({ plan, settings }) {
    const rows = Array.isArray(plan) ? plan : [];
    this.plan.hidden = rows.length === 0 && !settings;
    put(
      this.plan,
      rows.length > 0 && [
        h('h3', {}, 'Memory plan'),
        h(
          'dl',
          { class: 'pairs' },
          rows.map(({ name, value }) => [h('dt', {}, name), h('dd', {}, value)]),
        ),
      ],
      settings &&
        h(
          'details',
          { open: this.plan.querySelector('details')?.open },
          h('summary', {}, 'All settings'),
          h(
            'pre',
            { tabindex: '0', 'aria-label': 'All settings' },
            JSON.stringify(settings.config ?? settings, null, 2),
          ),
        ),
    );
  }

  #results({ results }) {
    const datasets = results?.datasets ?? [];
    this.results.hidden = datasets.length === 0;
    put(
      this.results,
      h('h3', {}, 'Results'),
      datasets.map((dataset) => resultTable(dataset)),
    );
  }

  #log({ data }) {
    const lines = Array.isArray(data.log) ? data.log : [];
    this.log.hidden = lines.length === 0;
    const open = this.log.querySelector('details')?.open;
    put(
      this.log,
      h(
        'details',
        { open },
        h('summary', {}, `Log, last ${counted(lines.length, 'line')}`),
        h('pre', { tabindex: '0', 'aria-label': 'Log' }, lines.join('\n')),
      ),
    );
  }
}

/** Opens a picture in its own size. */
function enlarge(image, text) {
  const dialog = h(
    'dialog',
    { class: 'large', 'aria-label': text },
    h('div', { class: 'scroll', tabindex: '0' }, h('img', { src: image.src, alt: image.alt })),
    h('form', { method: 'dialog' }, h('p', {}, text), h('button', { class: 'primary' }, 'Close')),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function resultTable({ name, validationCases, metric, score, outputs = [] }) {
  return h(
    'table',
    { class: 'compact' },
    h('caption', {}, `${name}, ${counted(validationCases ?? 0, 'validation case')}`),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('th', { scope: 'col' }, 'Output'),
        h('th', { scope: 'col', class: 'number' }, metric),
        h('th', { scope: 'col', class: 'number' }, 'Cases'),
      ),
    ),
    h(
      'tbody',
      {},
      outputs.map(({ output, value, cases }) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, output),
          h('td', { class: 'number' }, fixed(value, 3)),
          h('td', { class: 'number' }, cases ?? '–'),
        ),
      ),
      h(
        'tr',
        {},
        h('th', { scope: 'row' }, h('strong', {}, 'mean')),
        h('td', { class: 'number' }, h('strong', {}, fixed(score, 3))),
        h('td', {}),
      ),
    ),
  );
}

/** Where a run is within its epoch. */
function stepOf({ step }) {
  if (!step?.number) {
    return null;
  }
  const where = `${step.number}${step.of ? ` of ${step.of}` : ''}`;
  return step.phase === 'validation'
    ? `validation, case ${where}`
    : `${where}${step.dataset ? `, on ${step.dataset}` : ''}`;
}

/** A state, told apart by its word as well as its colour. */
export function badge(state) {
  return h('span', { class: `badge ${state}` }, STATES[state] ?? state ?? 'unknown');
}
