/** How the case is looked at: the controls above the viewer. */

import { h, put } from '../core/dom.js';
import { Windowing } from './windowing.js';

const LAYOUTS = [
  ['grid', '4-up', 'Three planes and 3D'],
  ['axial', 'Axial', 'Axial plane'],
  ['coronal', 'Coronal', 'Coronal plane'],
  ['sagittal', 'Sagittal', 'Sagittal plane'],
  ['3d', '3D', '3D rendering'],
];
const SIDES = [
  ['radiological', 'Radiological', 'the patient’s right is on the left of the picture'],
  ['neurological', 'Neurological', 'the patient’s left is on the left of the picture'],
];

/** The toolbar; `stage` knows what range of values is shown. */
export class Toolbar {
  #session;

  constructor(session, stage) {
    this.#session = session;
    this.windowing = new Windowing(session, () => stage.range());
    this.channel = h('p', { class: 'group', hidden: true });
    this.opacity = h('input', { type: 'range', id: 'opacity', min: 0, max: 100, step: 5 });
    this.opacity.addEventListener('input', () => session.setView({ opacity: Number(this.opacity.value) }));
    this.cut = h('input', { type: 'range', id: 'cut', min: 0, max: 100, step: 5 });
    this.cut.addEventListener('input', () => session.setView({ cut: Number(this.cut.value) }));
    this.side = h(
      'select',
      { id: 'side' },
      SIDES.map(([value, text, title]) => h('option', { value, title }, text)),
    );
    this.side.addEventListener('change', () => session.setView({ side: this.side.value }));
    this.layouts = h(
      'fieldset',
      { class: 'segments' },
      h('legend', { class: 'sr-only' }, 'Layout'),
      LAYOUTS.map(([value, text, title]) => this.#layout(value, text, title)),
    );
    this.outline = this.#toggle('outline', 'Outlines');
    this.sharp = this.#toggle('sharp', 'Voxels as squares');
    this.crosshair = this.#toggle('crosshair', 'Crosshair');
    this.element = h(
      'div',
      { class: 'toolbar viewing', role: 'group', 'aria-label': 'View' },
      this.layouts,
      this.windowing.element,
      this.channel,
      h('p', { class: 'group' }, h('label', { for: 'opacity' }, 'Labels'), this.opacity),
      h('p', { class: 'group' }, this.outline),
      h('p', { class: 'group' }, h('label', { for: 'side', class: 'sr-only' }, 'Sides'), this.side),
      h(
        'details',
        { class: 'more' },
        h('summary', {}, 'More'),
        h(
          'div',
          { class: 'stack' },
          h('p', { class: 'field' }, h('label', { for: 'cut' }, 'Image left out of 3D'), this.cut),
          h('p', {}, this.crosshair),
          h('p', {}, this.sharp),
        ),
      ),
    );
    session.on('view', () => this.refresh());
    session.on('results', () => this.refresh());
    session.on('image', () => this.#channels());
    this.#channels();
  }

  #layout(value, text, title) {
    const id = `layout-${value}`;
    const input = h('input', { type: 'radio', name: 'layout', id, value });
    input.addEventListener('change', () => this.#session.setView({ layout: value }));
    return [input, h('label', { for: id, title }, text)];
  }

  #toggle(name, text) {
    const input = h('input', { type: 'checkbox', id: name });
    input.addEventListener('change', () => this.#session.setView({ [name]: input.checked }));
    return h('span', { class: 'choice' }, input, h('label', { for: name }, text));
  }

  #channels() {
    const channels = this.#session.image?.channels ?? [];
    this.channel.hidden = channels.length < 2;
    const select = h(
      'select',
      { id: 'channel' },
      channels.map(({ name }, i) => h('option', { value: i }, name)),
    );
    select.addEventListener('change', () => this.#session.setView({ channel: Number(select.value), window: null }));
    put(this.channel, h('label', { for: 'channel' }, 'Channel'), select);
    this.refresh();
  }

  /** Shows what is set. */
  refresh() {
    const { view } = this.#session;
    for (const input of this.layouts.querySelectorAll('input')) {
      input.checked = input.value === view.layout;
    }
    this.opacity.value = view.opacity;
    this.opacity.setAttribute('aria-valuetext', `${view.opacity} per cent`);
    this.cut.value = view.cut ?? (this.#session.results().length > 0 ? 100 : 0);
    this.side.value = view.side;
    this.side.title = SIDES.find(([value]) => value === view.side)?.[2] ?? '';
    for (const name of ['outline', 'sharp', 'crosshair']) {
      this[name].querySelector('input').checked = view[name];
    }
    const channel = this.channel.querySelector('select');
    if (channel) {
      channel.value = view.channel;
    }
  }
}
