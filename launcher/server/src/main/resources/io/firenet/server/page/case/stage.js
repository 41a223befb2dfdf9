/** The panels: one for each result, side by side, with what the view says. */

import { bytesOf } from '../core/api.js';
import { h, put } from '../core/dom.js';
import { canDraw, niivue } from './niivue.js';
import { Panel } from './panel.js';
import { opening } from './windowing.js';

const MOST_PANELS = 4;
const ALL = ['layout', 'side', 'sharp', 'crosshair', 'cut', 'window', 'opacity', 'camera', 'pan', 'at'];

/** Shows the image of the session and its results. */
export class Stage {
  panels = [];
  #session;
  #buffers = new Map();
  #work = Promise.resolve();
  #generation = 0;
  #imageIsNew = false;

  constructor(session, onPlace) {
    this.#session = session;
    this.onPlace = onPlace;
    this.onReady = () => {};
    this.grid = h('div', { class: 'panels' });
    this.message = h('div', { class: 'empty' });
    this.element = h('div', { class: 'stage' }, this.message, this.grid);
    session.on('image', () => this.#rebuild(true));
    session.on('results', () => this.#rebuild(false));
    session.on('view', (detail) => this.#follow(detail));
    this.#say('No image yet. Drop one anywhere on this page.');
  }

  /** The range of values that is shown and the whole range of the channel. */
  range() {
    const { image, view } = this.#session;
    const channel = image?.channels[view.channel];
    return { shown: this.panels[0]?.layers?.auto ?? null, full: channel ? [channel.min, channel.max] : null };
  }

  #say(text, fault = false) {
    put(this.message, h('p', { class: fault ? 'fault' : null, role: fault ? 'alert' : null }, text));
    this.message.hidden = text === '';
  }

  #queue(task) {
    const generation = this.#generation;
    this.#work = this.#work.then(async () => {
      if (generation === this.#generation) {
        this.element.setAttribute('aria-busy', 'true');
        await task().catch((fault) => this.#say(fault.message, true));
        this.element.removeAttribute('aria-busy');
      }
    });
    return this.#work;
  }

  #rebuild(newImage) {
    this.#generation++;
    if (newImage) {
      this.#buffers.clear();
      this.#imageIsNew = true; // until it was built, whatever comes meanwhile
    }
    this.#queue(() => this.#build());
  }

  async #build() {
    const { image } = this.#session;
    const newImage = this.#imageIsNew;
    this.#imageIsNew = false;
    if (!image) {
      this.#dispose();
      this.#say('No image yet. Drop one anywhere on this page.');
      return;
    }
    if (!canDraw()) {
      this.#say(
        'This browser does not draw volumes: WebGL 2 is missing or switched off. Results and downloads work without it.',
        true,
      );
      return;
    }
    const shown = this.#shown();
    const titles = shown.length > 1 ? shown.map(({ result }) => result.model) : [''];
    const same =
      !newImage && this.panels.length === titles.length && this.panels.every((panel, i) => panel.title === titles[i]);
    if (!same) {
      await this.#make(titles);
    }
    await Promise.all(this.panels.map((panel, i) => this.#fill(panel, shown[i], !same)));
    this.#say('');
    this.onReady();
  }

  #shown() {
    return this.#session
      .results()
      .map((result, index) => ({ result, index }))
      .filter(({ result }) => result.kind === 'segmentation')
      .slice(0, MOST_PANELS);
  }

  async #make(titles) {
    this.#dispose();
    this.#say('Loading…');
    const library = await niivue();
    this.panels = titles.map((title) => new Panel(library, this.#session, title, this.onPlace));
    this.grid.dataset.panels = titles.length;
    put(
      this.grid,
      this.panels.map((panel) => panel.element),
    );
    await Promise.all(this.panels.map((panel) => panel.attach()));
    this.panels.forEach((panel) => panel.linkTo(this.panels.filter((other) => other !== panel)));
  }

  async #fill(panel, shown, withImage) {
    await panel.quietlyAsync(async () => {
      if (withImage) {
        await this.#image(panel);
      }
      if (shown) {
        await panel.layers.showLabels(await this.#buffer(shown.result.labelsUrl), shown.result, shown.index);
        await this.#map(panel);
      } else {
        panel.layers.clear();
      }
    });
    panel.follow(ALL);
  }

  async #image(panel) {
    const { image, view } = this.#session;
    const channel = image.channels[view.channel] ?? image.channels[0];
    await panel.layers.showImage(await this.#buffer(channel.url));
    if (view.window === null && opening(this.#session) !== null) {
      this.#session.setView({ window: opening(this.#session) }, panel);
    }
  }

  async #map({ layers }) {
    const { heat, difference } = this.#session.view;
    const probability = layers.result?.probabilities?.find(({ label }) => label === heat);
    if (difference && layers.result?.reference) {
      await layers.showMap(await this.#buffer(layers.result.reference.differenceUrl, true), 'difference');
    } else if (probability) {
      await layers.showMap(await this.#buffer(probability.url), 'heat');
    } else {
      await layers.showMap(null, null);
    }
  }

  #buffer(url, fresh = false) {
    if (fresh || !this.#buffers.has(url)) {
      const buffer = bytesOf(url.replace(/^\//, ''));
      buffer.catch(() => this.#buffers.delete(url));
      this.#buffers.set(url, buffer);
    }
    return this.#buffers.get(url);
  }

  #follow({ changed, source }) {
    if (source instanceof Panel) {
      const others = changed.includes('window') ? this.panels.filter((panel) => panel !== source) : [];
      others.forEach((panel) => panel.follow(['window']));
      return;
    }
    if (changed.includes('channel')) {
      this.#rebuild(true);
      return;
    }
    if (changed.includes('heat') || changed.includes('difference')) {
      this.#queue(() => Promise.all(this.panels.map((panel) => this.#changeMap(panel))));
    }
    this.panels.forEach((panel) => panel.follow(changed));
  }

  async #changeMap(panel) {
    this.#say(this.#session.view.heat ? 'Computing probabilities…' : 'Loading…');
    await panel.quietlyAsync(() => this.#map(panel));
    this.#say('');
    panel.follow(['opacity', 'at']);
  }

  /** Pictures of what is shown, for paper. */
  freeze() {
    this.panels.forEach((panel) => {
      panel.picture.src = panel.snapshot();
    });
  }

  #dispose() {
    this.panels.forEach((panel) => panel.dispose());
    this.panels = [];
  }
}
