/** One image with one result over it, in three planes and 3D. */

import { h } from '../core/dom.js';
import { nativeVoxel } from './geometry.js';
import { Layers } from './layers.js';

const LAYOUTS = { axial: 0, coronal: 1, sagittal: 2, grid: 3, '3d': 4 };
const DRAG = { pan: 3, crosshair: 8, windowing: 9 };
const CROSSHAIR = 0.35; // width, per cent of the image

const FACING = 180;

const LOOK = {
  dragAndDropEnabled: false, // the page takes files
  backColor: [0, 0, 0, 1],
  clipPlaneColor: [0, 0, 0, 0],
  crosshairColor: [1, 0.84, 0.2, 0.85],
  crosshairWidth: CROSSHAIR,
  crosshairWidthUnit: 'percent',
  crosshairGap: 8,
  show3Dcrosshair: true,
  fontColor: [1, 0.62, 0.15, 1], // seen on black and on white
  fontMinPx: 13,
  fontSizeScaling: 0.15,
  showAllOrientationMarkers: true,
  multiplanarShowRender: 1,
  multiplanarLayout: 2,
  multiplanarPadPixels: 2,
  smoothDrawing: 1, // surfaces of labels in 3D
  logLevel: 'error',
  loadingText: '',
};

/** A NiiVue canvas with a heading. */
export class Panel {
  #nv = null;
  #library;
  #session;
  #layers = null;
  #onPlace;

  constructor(library, session, title, onPlace) {
    this.#library = library;
    this.#session = session;
    this.#onPlace = onPlace;
    this.title = title;
    const named = title || 'Image';
    this.canvas = h('canvas', {
      'aria-label': `${named}: three planes and 3D`,
      role: 'application',
      'aria-roledescription': 'image viewer',
      'aria-describedby': 'keys-note',
    });
    this.picture = h('img', { class: 'print-only', alt: `${named} as it is shown` });
    this.element = h(
      'div',
      { class: 'panel' },
      title !== '' && h('h3', { class: 'panel-title' }, title),
      h('div', { class: 'canvas' }, this.canvas),
      this.picture,
    );
  }

  get layers() {
    return this.#layers;
  }

  /** Starts drawing; the element must be on the page. */
  async attach() {
    const nv = new this.#library.Niivue(LOOK);
    this.#nv = nv;
    this.#layers = new Layers(nv, this.#library);
    nv.onLocationChange = (place) => this.#placed(place);
    nv.onIntensityChange = ({ cal_min, cal_max }) => this.#session.setView({ window: [cal_min, cal_max] }, this);
    nv.onAzimuthElevationChange = () => this.#moved();
    const resize = nv.resizeListener.bind(nv);
    nv.resizeListener = () => this.canvas.parentElement.clientWidth > 0 && resize(); // not while it is not shown
    await nv.attachToCanvas(this.canvas);
    nv.setMouseEventConfig({
      leftButton: { primary: DRAG.crosshair, withShift: DRAG.pan, withCtrl: DRAG.windowing },
      rightButton: DRAG.windowing,
      centerButton: DRAG.pan,
    });
    this.canvas.addEventListener('pointerdown', () => this.canvas.focus());
    this.canvas.addEventListener('pointerup', () => this.#moved());
    this.canvas.addEventListener('wheel', () => this.#moved(), { passive: true });
  }

  /** Has other panels follow what is moved here. */
  linkTo(others) {
    this.#nv.broadcastTo(
      others.map((other) => other.#nv),
      { '2d': true, '3d': true },
    );
  }

  /** Changes things and draws once: 3D costs time where no graphics card helps. */
  quietly(change) {
    const nv = this.#nv;
    nv.isBusy = true;
    try {
      change();
    } finally {
      nv.isBusy = false;
      nv.drawScene();
    }
  }

  /** Changes things that take a while, and draws once. */
  async quietlyAsync(change) {
    this.#nv.isBusy = true;
    try {
      await change();
    } finally {
      this.#nv.isBusy = false;
      this.#nv.drawScene();
    }
  }

  /** Follows the view; `changed` names what is to be looked at. */
  follow(changed) {
    if (this.#nv.volumes.length > 0) {
      this.quietly(() => changed.forEach((name) => this.#apply[name]?.(this.#session.view)));
    }
  }

  #apply = {
    layout: ({ layout }) => (this.#nv.opts.sliceType = LAYOUTS[layout] ?? LAYOUTS.grid),
    side: ({ side }) => (this.#nv.opts.isRadiologicalConvention = side === 'radiological'),
    sharp: ({ sharp }) => this.#nv.setInterpolation(sharp),
    crosshair: ({ crosshair }) => {
      this.#nv.opts.show3Dcrosshair = crosshair;
      this.#nv.setCrosshairWidth(crosshair ? CROSSHAIR : 0);
    },
    cut: ({ cut }) =>
      this.#nv.setClipPlane(cutPlane(cut ?? (this.#layers.result ? 100 : 0), this.#nv.scene.renderAzimuth)),
    window: ({ window }) => this.#layers.window(window),
    opacity: (view) => this.#layers.paint(view),
    hidden: (view) => this.#layers.paint(view),
    outline: (view) => this.#layers.paint(view),
    camera: ({ camera }) => {
      const { scene } = this.#nv;
      [scene.renderAzimuth, scene.renderElevation, scene.volScaleMultiplier] = camera;
    },
    pan: ({ pan }) => (this.#nv.scene.pan2Dxyzmm = pan),
    at: ({ at }) => {
      if (at) {
        this.#nv.scene.crosshairPos = this.#nv.mm2frac(at);
      }
      this.#nv.createOnLocationChange();
    },
  };

  /** Moves the crosshair by voxels: right, front, up. */
  step(x, y, z) {
    this.#nv.moveCrosshairInVox(x, y, z);
  }

  #placed(place) {
    const [image] = this.#nv.volumes;
    if (!image) {
      return;
    }
    const mm = [...place.mm].slice(0, 3);
    const ras = image.mm2vox(mm);
    this.#onPlace(this, {
      mm,
      voxel: nativeVoxel(ras, image),
      value: image.getValue(...ras),
      label: this.#layers.labelAt(ras),
      probability: this.#layers.probabilityAt(mm),
    });
    this.#moved({ at: mm });
  }

  #moved(more = {}) {
    const { scene } = this.#nv;
    const camera = [scene.renderAzimuth, scene.renderElevation, scene.volScaleMultiplier];
    this.#session.setView({ camera, pan: [...scene.pan2Dxyzmm], ...more }, this);
  }

  /** What is shown, as a picture. */
  snapshot() {
    this.#nv.drawScene();
    return this.canvas.toDataURL('image/png');
  }

  dispose() {
    this.#nv?.cleanup();
    this.canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext(); // browsers grant about 16
    this.element.remove();
  }
}

/** A plane that faces the eye, takes away so much of the image and leaves labels whole. */
function cutPlane(percent, azimuth) {
  return percent === 0 ? [2, 0, 0] : [0.9 - 1.8 * (percent / 100), azimuth + FACING, 0];
}
