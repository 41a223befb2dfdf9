/** Running models: submit, progress, cancel. */

import { ApiError, get, post, remove } from '../core/api.js';
import { announce, h, put } from '../core/dom.js';
import { follow } from '../core/events.js';
import { duration, percent, sentence } from '../core/format.js';

/** How long a job goes on while nobody follows it: a reload or a lost connection must not end it. */
const KEEP_SECONDS = 60;

/** The part of the page that runs models. */
export class JobPart {
  #session;
  #following = null;

  constructor(session) {
    this.#session = session;
    this.button = h('button', { type: 'button', class: 'primary wide', id: 'run', onclick: () => this.run() }, 'Run');
    this.why = h('p', { class: 'note', id: 'run-note' });
    this.button.setAttribute('aria-describedby', 'run-note');
    this.status = h('div', { class: 'status', id: 'job' });
    this.element = h(
      'section',
      { class: 'card', 'aria-labelledby': 'run-title' },
      h('h2', { id: 'run-title' }, 'Run'),
      this.button,
      this.why,
      this.status,
    );
    session.on('models', () => this.#offer());
    session.on('image', () => {
      this.#following?.abort();
      put(this.status);
      this.#offer();
    });
    session.on('job', () => this.#show());
    this.#offer();
  }

  #offer() {
    const { image, chosen } = this.#session;
    const missing = [!image && 'an image', chosen.length === 0 && 'a model'].filter(Boolean);
    this.button.disabled = missing.length > 0 || this.#session.running();
    this.button.textContent = chosen.length > 1 ? `Run ${chosen.length} models` : 'Run';
    this.why.textContent = missing.length > 0 ? `Choose ${missing.join(' and ')} first.` : '';
  }

  /** Submits the job. */
  async run() {
    const { image, chosen, ensemble, mirror } = this.#session;
    this.button.disabled = true;
    put(this.status);
    try {
      const job = await post('api/jobs', {
        image: image.id,
        models: chosen,
        ensemble: ensemble && chosen.length > 1,
        mirror,
        keepSeconds: KEEP_SECONDS,
      });
      announce('The job was submitted.');
      this.#session.setJob({ progress: 0, warnings: [], results: [], ...job });
      this.followJob(job.id);
    } catch (fault) {
      this.#fault(fault);
      this.#offer();
    }
  }

  /** Follows a job until it ends. */
  async followJob(id) {
    this.#following?.abort();
    const control = new AbortController();
    this.#following = control;
    try {
      await follow(
        `api/jobs/${encodeURIComponent(id)}/events`,
        (name, job) => {
          if (control.signal.aborted || name !== 'state') {
            return false;
          }
          this.#session.setJob(job);
          return !this.#session.running();
        },
        control.signal,
      );
    } catch (fault) {
      if (!control.signal.aborted) {
        this.#session.setJob(null);
        this.#fault(fault);
      }
    }
  }

  /** Takes up a job that an address names. */
  async resume(id) {
    try {
      this.#session.setJob(await get(`api/jobs/${encodeURIComponent(id)}`));
      if (this.#session.running()) {
        this.followJob(id);
      }
    } catch (fault) {
      this.#fault(
        fault.status === 404
          ? new ApiError(404, 'The job of this address is gone: results are kept for a while only. Run it again.')
          : fault,
      );
    }
  }

  async #cancel(id, button) {
    button.disabled = true;
    button.textContent = 'Cancelling…';
    await remove(`api/jobs/${encodeURIComponent(id)}`).catch((fault) => this.#fault(fault));
  }

  #show() {
    this.#offer();
    const { job } = this.#session;
    if (job === null) {
      put(this.status);
      return;
    }
    const running = this.#session.running();
    if (!running || !this.progress?.isConnected) {
      this.progress = h('progress', { max: 1, 'aria-label': 'Progress of the job' });
      this.line = h('p', { role: 'status' });
      const cancel = h(
        'button',
        { type: 'button', id: 'cancel', onclick: () => this.#cancel(job.id, cancel) },
        'Cancel',
      );
      put(
        this.status,
        this.line,
        running && h('p', { class: 'row' }, this.progress, cancel),
        job.warnings?.map((warning) => h('p', { class: 'warning' }, sentence(warning))),
      );
    }
    if (job.state === 'running') {
      this.progress.value = job.progress;
    }
    this.status.dataset.state = job.state;
    this.line.textContent = SAYS[job.state]?.(job) ?? job.state;
    this.line.className = job.state === 'failed' ? 'fault' : '';
  }

  #fault(fault) {
    const wait = /again/.test(fault.message) ? null : fault.retryAfter;
    put(
      this.status,
      h(
        'p',
        { class: 'fault', role: 'alert' },
        fault.message,
        wait !== null && wait !== undefined && ` Try again in ${duration(wait)}.`,
      ),
    );
    this.status.dataset.state = 'failed';
  }
}

const SAYS = {
  queued: ({ position }) => (position > 1 ? `Waiting, place ${position} of the queue.` : 'Waiting, next in the queue.'),
  running: ({ progress, secondsLeft }) =>
    `Running, ${percent(Math.min(progress, 0.99))}${secondsLeft > 0 ? `, ${duration(Math.ceil(secondsLeft))} left` : ''}.`,
  done: ({ seconds }) => `Done in ${duration(seconds)}.`,
  failed: ({ error }) => sentence(error ?? 'The job failed'),
  cancelled: () => 'Cancelled.',
};
