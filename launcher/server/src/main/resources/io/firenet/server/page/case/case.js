/** The page of a case. */

import { ApiError, get, saveBlob } from '../core/api.js';
import { announce, h, put } from '../core/dom.js';
import { takesDrops } from '../core/files.js';
import { ImagePart } from './image.js';
import { JobPart } from './job.js';
import { bindKeys, help } from './keys.js';
import { ModelsPart } from './models.js';
import { canDraw } from './niivue.js';
import { printHead } from './paper.js';
import { Readout } from './readout.js';
import { ResultsPart } from './results.js';
import { Session } from './session.js';
import { Stage } from './stage.js';
import { Toolbar } from './toolbar.js';
import { DEFAULTS } from './view.js';

/** Builds the page once; `open` shows what an address says. */
export class CasePage {
  title = 'Images';

  constructor(server) {
    const session = new Session();
    this.session = session;
    this.readout = new Readout();
    this.stage = new Stage(session, (panel, place) => this.readout.show(panel, place, this.stage.panels));
    this.image = new ImagePart(session, server.hasStudies);
    this.models = new ModelsPart(session, server.notice);
    this.job = new JobPart(session);
    this.results = new ResultsPart(session, server.formats ?? ['nii.gz']);
    this.toolbar = new Toolbar(session, this.stage);
    const actions = [
      ['Reset', 'The view as at the beginning', () => this.reset(), 'viewing'],
      ['Copy link', 'A link to this image, result and view on this server', () => this.copyLink()],
      ['Picture', 'Save what is shown as PNG', () => this.picture(), 'viewing'],
      ['Print', 'This case on one page', () => window.print()],
      ['Keys', 'Keys and mouse', help, 'viewing'],
    ];
    const buttons = actions.map(([text, title, onclick, kind = '']) =>
      h('button', { type: 'button', class: `small ${kind}`, title, onclick }, text),
    );
    this.stage.onReady = () => this.toolbar.windowing.refresh();
    session.on('image', () => this.readout.clear());
    this.paper = h('div', { class: 'print-only' });
    this.element = h(
      'div',
      { class: canDraw() ? 'case' : 'case undrawn' },
      this.paper,
      h('div', { class: 'side no-print' }, this.image.element, this.models.element, this.job.element),
      h(
        'section',
        { class: 'view', 'aria-labelledby': 'view-title' },
        h('h2', { id: 'view-title', class: 'sr-only' }, 'Viewer'),
        this.toolbar.element,
        this.stage.element,
        h('div', { class: 'below' }, this.readout.element, h('p', { class: 'row no-print' }, buttons)),
        h(
          'p',
          { id: 'keys-note', class: 'sr-only' },
          'Arrow keys and Page Up and Down move the crosshair, question mark lists all keys.',
        ),
      ),
      h('div', { class: 'side' }, this.results.element),
    );
    bindKeys(this.stage, session, () => this.reset());
    takesDrops(this.element, (files) => this.image.open(files));
    window.addEventListener('beforeprint', () => this.prepareForPaper(server));
  }

  /** Shows what an address says. */
  async open(settings) {
    const { session } = this;
    session.readSettings(settings);
    session.tell('view', { changed: [], source: null });
    session.setModels(await get('api/models').catch((fault) => this.#fault(fault, [])));
    if (session.chosen.length === 0) {
      const usable = session.models.filter(({ state }) => state !== 'damaged');
      session.choose(usable.length === 1 ? [usable[0].name] : []);
    }
    const imageId = settings.get('image');
    if (imageId) {
      await this.#openImage(imageId, settings.get('job'));
    }
  }

  async #openImage(id, job) {
    try {
      this.session.setImage(await get(`api/images/${encodeURIComponent(id)}`), true);
      if (job) {
        await this.job.resume(job);
      }
    } catch (fault) {
      this.#fault(
        fault.status === 404
          ? new ApiError(404, 'The image of this address is gone: images are kept for a while only. Open it again.')
          : fault,
      );
    }
  }

  #fault(fault, otherwise) {
    put(this.image.status, h('p', { class: 'fault', role: 'alert' }, fault.message));
    return otherwise;
  }

  /** Writes what is shown into the address again, after another part of the page was shown. */
  remember() {
    this.session.writeAddress();
  }

  /** Looks at the case as when it was opened. */
  reset() {
    const { channel } = this.session.view;
    this.session.setView({ ...DEFAULTS, channel, at: this.session.view.at });
    announce('The view was reset.');
  }

  async copyLink() {
    this.session.writeAddress();
    try {
      await navigator.clipboard.writeText(location.href);
      announce('The link was copied.');
    } catch {
      window.prompt('Copy this link:', location.href); // no clipboard without https
    }
  }

  /** Saves what is shown, panels side by side. */
  picture() {
    const { panels } = this.stage;
    if (panels.length === 0) {
      announce('There is nothing to save yet.');
      return;
    }
    const whole = document.createElement('canvas');
    whole.width = panels.reduce((sum, { canvas }) => sum + canvas.width, 0);
    whole.height = Math.max(...panels.map(({ canvas }) => canvas.height));
    let left = 0;
    for (const panel of panels) {
      panel.snapshot();
      whole.getContext('2d').drawImage(panel.canvas, left, 0);
      left += panel.canvas.width;
    }
    whole.toBlob((blob) => saveBlob(blob, `${this.session.image.name}.png`));
  }

  prepareForPaper(server) {
    if (this.element.isConnected) {
      this.stage.freeze();
      put(this.paper, printHead(this.session, server));
    }
  }
}
