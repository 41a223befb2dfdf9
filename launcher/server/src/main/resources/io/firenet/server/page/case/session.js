/** The case that is shown: image, models, job and view. Parts of the page listen to its events. */

import * as address from '../core/address.js';
import * as viewCode from './view.js';

const FINISHED = ['done', 'failed', 'cancelled'];
const WRITE_AFTER_MS = 150;

/**
 * Events: `models` (the list or the choice), `image`, `job` (state of the running one), `results`, `view`
 * (`detail` names what changed), `place` (`detail` is what is under the crosshair).
 */
export class Session extends EventTarget {
  models = [];
  chosen = [];
  ensemble = false;
  mirror = false;
  image = null;
  job = null;
  view = { ...viewCode.DEFAULTS };
  expected = { image: null, job: null }; // what an address named and is still to come: it stays in the address
  #timer = 0;

  /** The models that were chosen. */
  chosenModels() {
    return this.models.filter((model) => this.chosen.includes(model.name));
  }

  /** The results of a job that is done. */
  results() {
    return this.job?.state === 'done' ? this.job.results : [];
  }

  running() {
    return this.job !== null && !FINISHED.includes(this.job.state);
  }

  tell(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  on(name, listener) {
    this.addEventListener(name, (event) => listener(event.detail));
  }

  setModels(models) {
    this.models = models;
    this.chosen = this.chosen.filter((name) => models.some((model) => model.name === name));
    this.tell('models');
  }

  choose(names) {
    this.chosen = names;
    this.tell('models');
    this.remember();
  }

  setOption(name, value) {
    this[name] = value;
    this.tell('models');
    this.remember();
  }

  /** Another image: its view begins anew, how labels are drawn stays. */
  setImage(image, keepView = false) {
    this.image = image;
    this.job = null;
    this.expected.image = null;
    if (!keepView) {
      this.expected.job = null;
      const { layout, opacity, outline, side, sharp, crosshair, cut } = this.view;
      this.view = { ...viewCode.DEFAULTS, layout, opacity, outline, side, sharp, crosshair, cut };
    }
    this.tell('image');
    this.tell('job');
    this.tell('results');
    this.writeAddress();
  }

  setJob(job) {
    const before = this.job;
    this.job = job;
    this.expected.job = null;
    this.tell('job');
    if (before?.id !== job?.id || before?.state !== job?.state) {
      this.tell('results');
    }
    if (before?.id !== job?.id) {
      this.writeAddress(); // a reload in this moment must not lose it
    }
  }

  /** Changes the view; `source` is the panel that a hand has moved, if it was one. */
  setView(change, source = null) {
    const changed = Object.keys(change).filter((key) => String(change[key]) !== String(this.view[key]));
    this.view = { ...this.view, ...change };
    if (changed.length > 0) {
      this.tell('view', { changed, source });
      this.remember();
    }
  }

  /** Writes the view and the choices into the address, once the hand rests. */
  remember() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.writeAddress(), WRITE_AFTER_MS);
  }

  writeAddress() {
    clearTimeout(this.#timer);
    if (address.read().page === 'images') {
      address.write('images', this.settings());
    }
  }

  settings() {
    const settings = new URLSearchParams();
    const image = this.image?.id ?? this.expected.image;
    const job = this.job?.id ?? this.expected.job;
    if (image) {
      settings.set('image', image);
    }
    if (job) {
      settings.set('job', job);
    }
    this.chosen.forEach((name) => settings.append('model', name));
    if (this.ensemble) {
      settings.set('ensemble', '1');
    }
    if (this.mirror) {
      settings.set('mirror', '1');
    }
    viewCode.write(this.view, settings);
    return settings;
  }

  /** Takes over what an address says of models and view. */
  readSettings(settings) {
    this.expected = { image: settings.get('image'), job: settings.get('job') };
    this.chosen = settings.getAll('model');
    this.ensemble = settings.has('ensemble');
    this.mirror = settings.has('mirror');
    this.view = viewCode.read(settings);
  }
}
