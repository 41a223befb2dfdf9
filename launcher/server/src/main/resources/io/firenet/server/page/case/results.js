/** What models answered: labels with volumes, classes, quantities, and what can be done with them. */

import { get, save, upload } from '../core/api.js';
import { announce, h, put } from '../core/dom.js';
import { fileButton, takesDrops } from '../core/files.js';
import { bars, values } from './answers.js';
import { colours } from './colours.js';
import { labelTable } from './label-table.js';

/** The part of the page with results. */
export class ResultsPart {
  #session;
  #formats;

  constructor(session, formats) {
    this.#session = session;
    this.#formats = formats;
    this.body = h('div', { class: 'stack' });
    this.element = h(
      'section',
      { class: 'card results', 'aria-labelledby': 'results-title' },
      h('h2', { id: 'results-title' }, 'Results'),
      this.body,
    );
    session.on('results', () => this.show());
    session.on(
      'view',
      ({ changed }) => changed.some((name) => ['hidden', 'heat', 'difference'].includes(name)) && this.show(),
    );
    this.show();
  }

  show() {
    const focused = document.activeElement?.id;
    const results = this.#session.results();
    put(
      this.body,
      results.length === 0
        ? h('p', { class: 'note' }, 'Labels with their volumes, classes or measurements appear here.')
        : results.map((result, i) => this.#result(result, i, results.length > 1)),
    );
    if (focused && this.body.contains(document.getElementById(focused))) {
      document.getElementById(focused).focus();
    }
  }

  #result(result, index, several) {
    const part = h(
      'section',
      { class: 'result', 'aria-label': `Result of ${result.model}`, 'data-model': result.model },
      several && h('h3', {}, result.model),
    );
    if (result.kind === 'classification') {
      part.append(bars(result.classes));
    } else if (result.kind === 'regression') {
      part.append(values(result.quantities));
    } else {
      part.append(
        labelTable(this.#session, result, index),
        this.#reference(result, index),
        this.#downloads(result, index),
      );
    }
    return part;
  }

  #downloads({ model }, index) {
    const id = `format-${index}`;
    const formats = h(
      'select',
      { id },
      this.#formats.map((format) => h('option', {}, format)),
    );
    const fault = h('span', { class: 'fault', role: 'alert' });
    const button = h(
      'button',
      { type: 'button', onclick: () => this.#save(index, formats.value, model, fault) },
      'Download labels',
    );
    return h('p', { class: 'row' }, h('label', { for: id, class: 'sr-only' }, 'Format'), formats, button, fault);
  }

  async #save(index, format, model, fault) {
    fault.textContent = '';
    try {
      await save(`${this.#path(index)}/labels?format=${encodeURIComponent(format)}`, `${model}.${format}`);
      announce('The labels were saved.');
    } catch (error) {
      fault.textContent = error.message;
    }
  }

  #path(index) {
    return `api/jobs/${encodeURIComponent(this.#session.job.id)}/results/${index}`;
  }

  #reference(result, index) {
    const status = h('span', { role: 'status' });
    const give = (files) => this.#compare(index, files, status);
    const zone = h(
      'div',
      { class: 'drop small' },
      h(
        'p',
        { class: 'row' },
        fileButton(
          result.reference ? 'Another reference…' : 'Compare with a reference…',
          { 'data-role': 'reference' },
          give,
        ),
        status,
      ),
      result.reference && h('p', { class: 'note' }, `Compared with ${result.reference.name ?? 'the reference'}.`),
      result.reference && this.#differences(index),
    );
    takesDrops(zone, give);
    return zone;
  }

  #differences(index) {
    const box = h('input', { type: 'checkbox', id: `difference-${index}`, checked: this.#session.view.difference });
    box.addEventListener('change', () => this.#session.setView({ difference: box.checked, heat: '' }));
    return h(
      'div',
      {},
      h('p', { class: 'choice viewing' }, box, h('label', { for: `difference-${index}` }, 'Show where they differ')),
      this.#session.view.difference && legend(colours.differences),
    );
  }

  async #compare(index, files, status) {
    status.className = '';
    status.textContent = 'Comparing…';
    try {
      const job = this.#session.job;
      for (const other of alike(job.results, index)) {
        await upload(`${this.#path(other)}/reference`, files.slice(0, 1));
      }
      const { results } = await get(`api/jobs/${encodeURIComponent(job.id)}`);
      this.#session.setJob({ ...job, results });
      this.#session.tell('results');
      announce('Compared with the reference.');
    } catch (error) {
      status.className = 'fault';
      status.textContent = error.message;
    }
  }
}

/** The results that the reference of one is one of, too: those with the same labels. */
function alike(results, index) {
  const names = ({ labels = [] }) => labels.map(({ name }) => name).join('\n');
  return [...results.keys()].filter(
    (i) => i === index || (results[i].labels && names(results[i]) === names(results[index])),
  );
}

function legend(entries) {
  return h(
    'ul',
    { class: 'legend' },
    entries.map(({ name, color }) => {
      const mark = h('span', { class: 'swatch', 'aria-hidden': 'true' });
      mark.style.backgroundColor = color;
      return h('li', {}, mark, name);
    }),
  );
}
