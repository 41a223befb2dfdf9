/** The viewer by keyboard. */

import { h } from '../core/dom.js';

const KEYS = [
  ['← →', 'crosshair to the patient’s left or right'],
  ['↑ ↓', 'crosshair to the front or back'],
  ['Page Up, Page Down', 'crosshair up or down'],
  ['Shift with these', 'ten voxels at once'],
  ['1 to 5', 'four-up, axial, coronal, sagittal, 3D'],
  ['L', 'labels on or off'],
  ['O', 'outlines'],
  ['X', 'crosshair on or off'],
  ['N', 'radiological or neurological'],
  ['+ −', 'zoom'],
  ['0', 'view as at the beginning'],
  ['?', 'this list'],
];
const LAYOUTS = ['grid', 'axial', 'coronal', 'sagittal', '3d'];
const STEPS = {
  ArrowLeft: [-1, 0, 0],
  ArrowRight: [1, 0, 0],
  ArrowUp: [0, 1, 0],
  ArrowDown: [0, -1, 0],
  PageUp: [0, 0, 1],
  PageDown: [0, 0, -1],
};

/** Has the viewer follow the keyboard while it has the focus; NiiVue's own keys are not passed on. */
export function bindKeys(stage, session, reset) {
  let opacity = 55;
  const labels = () => {
    const { view } = session;
    opacity = view.opacity > 0 ? view.opacity : opacity;
    session.setView({ opacity: view.opacity > 0 ? 0 : opacity });
  };
  const actions = {
    l: labels,
    o: () => session.setView({ outline: !session.view.outline }),
    x: () => session.setView({ crosshair: !session.view.crosshair }),
    n: () => session.setView({ side: session.view.side === 'radiological' ? 'neurological' : 'radiological' }),
    '+': () => zoom(session, 1.25),
    '-': () => zoom(session, 0.8),
    0: reset,
    '?': help,
  };
  stage.element.addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.tagName !== 'CANVAS') {
        return;
      }
      event.stopPropagation();
      const step = STEPS[event.key];
      const layout = LAYOUTS[Number(event.key) - 1];
      const panel = stage.panels.find(({ canvas }) => canvas === event.target);
      if (step) {
        const side = session.view.side === 'radiological' ? -1 : 1; // the arrow's side of the picture
        panel?.step(...step.map((n, axis) => n * (event.shiftKey ? 10 : 1) * (axis === 0 ? side : 1)));
      } else if (layout) {
        session.setView({ layout });
      } else if (actions[event.key.toLowerCase()]) {
        actions[event.key.toLowerCase()]();
      } else {
        return;
      }
      event.preventDefault();
    },
    { capture: true },
  );
  stage.element.addEventListener('keyup', (event) => event.key !== 'Tab' && event.stopPropagation(), { capture: true });
}

function zoom(session, factor) {
  const [x, y, z, size] = session.view.pan;
  session.setView({ pan: [x, y, z, Math.min(20, Math.max(0.2, size * factor))] });
}

/** Opens the list of keys. */
export function help() {
  const dialog = h(
    'dialog',
    { 'aria-labelledby': 'help-title' },
    h('h2', { id: 'help-title' }, 'The viewer by hand and keyboard'),
    h(
      'p',
      {},
      'Drag moves the crosshair, the wheel goes through slices. With Shift or the middle button drag moves the picture, with Ctrl or the right button it changes level and width.',
    ),
    h(
      'dl',
      { class: 'pairs' },
      KEYS.map(([key, text]) => [h('dt', {}, h('kbd', {}, key)), h('dd', {}, text)]),
    ),
    h('form', { method: 'dialog' }, h('button', { class: 'primary' }, 'Close')),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
