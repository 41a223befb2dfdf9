/** Which values are shown between black and white: presets, level and width. */

import { h, put } from '../core/dom.js';

/** Usual windows of CT in Hounsfield units: level and width. */
const CT = [
  ['Soft tissue', 40, 400],
  ['Liver', 60, 160],
  ['Lung', -600, 1500],
  ['Bone', 400, 1800],
  ['Brain', 40, 80],
  ['Mediastinum', 50, 350],
];

const NAMED_CT = /(^|\W)CT(\W|$)/i;
const AIR = -900; // nothing but CT has values down there

/** Whether an image is known to be a CT: it says so, or the model that was chosen for it does. */
function isCt({ image, view, models, chosen }) {
  const channels = models
    .filter(({ name }) => chosen.includes(name))
    .map(({ card }) => card?.channels?.[view.channel] ?? '');
  return image.modality
    ? image.modality === 'CT'
    : [image.channels[view.channel]?.name ?? '', ...channels].some((name) => NAMED_CT.test(name));
}

/** The window that an image opens with, `null` for the viewer's own. */
export function opening(session) {
  return isCt(session) ? toRange(CT[0]) : null;
}

function mayBeCt(session) {
  return (
    session.image !== null &&
    (isCt(session) || (!session.image.modality && session.image.channels[session.view.channel]?.min < AIR))
  );
}

function toRange([, level, width]) {
  return [level - width / 2, level + width / 2];
}

/** The controls; `range` asks for the range that is shown and the whole range of the channel. */
export class Windowing {
  #session;
  #range;

  constructor(session, range) {
    this.#session = session;
    this.#range = range;
    this.preset = h('select', { id: 'preset' });
    this.level = this.#number('level', 'Level');
    this.width = this.#number('width', 'Width');
    this.preset.addEventListener('change', () => this.#choose());
    this.element = h(
      'fieldset',
      { class: 'group' },
      h('legend', { class: 'sr-only' }, 'Window'),
      h('label', { for: 'preset', class: 'sr-only' }, 'Window preset'),
      this.preset,
      h('span', { class: 'group' }, h('label', { for: 'level' }, 'L'), this.level),
      h('span', { class: 'group' }, h('label', { for: 'width' }, 'W'), this.width),
    );
    session.on('image', () => this.#presets());
    session.on('models', () => this.#presets());
    session.on('view', ({ changed }) => changed.includes('window') && this.refresh());
    this.#presets();
  }

  #number(id, name) {
    const input = h('input', {
      type: 'number',
      id,
      step: 'any',
      'aria-label': `Window ${name.toLowerCase()}`,
      class: 'short',
    });
    input.addEventListener('change', () => {
      const [level, width] = [Number(this.level.value), Number(this.width.value)];
      if (Number.isFinite(level) && width > 0) {
        this.#session.setView({ window: [level - width / 2, level + width / 2] });
      } else {
        this.refresh();
      }
    });
    return input;
  }

  #presets() {
    const presets = mayBeCt(this.#session) ? CT : [];
    put(
      this.preset,
      h('option', { value: 'auto' }, 'Automatic'),
      presets.map((preset) =>
        h('option', { value: toRange(preset).join() }, `${preset[0]} (${preset[1]}/${preset[2]})`),
      ),
      h('option', { value: 'full' }, 'Full range'),
      h('option', { value: 'own', hidden: true }, 'By hand'),
    );
    this.refresh();
  }

  #choose() {
    const { value } = this.preset;
    const window = value === 'auto' ? null : value === 'full' ? this.#range().full : value.split(',').map(Number);
    this.#session.setView({ window });
  }

  /** Shows what is set. */
  refresh() {
    const { view } = this.#session;
    const { shown, full } = this.#range();
    const range = view.window ?? shown;
    this.level.disabled = this.width.disabled = this.preset.disabled = !range;
    if (!range) {
      return;
    }
    const [low, high] = range;
    this.level.value = Number(((low + high) / 2).toPrecision(4));
    this.width.value = Number((high - low).toPrecision(4));
    const named = [...this.preset.options].map(({ value }) => value);
    const text = view.window?.join();
    this.preset.value =
      view.window === null
        ? 'auto'
        : named.includes(text)
          ? text
          : String(view.window) === String(full)
            ? 'full'
            : 'own';
  }
}
