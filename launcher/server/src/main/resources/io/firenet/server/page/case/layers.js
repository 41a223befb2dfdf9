/** What lies on top of each other in a panel: the image, a label map, and a heat map or a map of differences. */

import { colours, HEAT, outlineStrength } from './colours.js';

/** The layers of one NiiVue; labels are its drawing, which 3D shades as surfaces. */
export class Layers {
  result = null;
  auto = null; // the range of values that NiiVue chose
  #nv;
  #library;
  #labels = null;
  #map = null; // the kind of map that is shown
  #index = 0;

  constructor(nv, library) {
    this.#nv = nv;
    this.#library = library;
    nv.addColormap(HEAT.name, HEAT.table);
    this.#drawSurfaces();
  }

  /** Surfaces in 3D stay solid however clear the labels are in the planes, which NiiVue knows one number for. */
  #drawSurfaces() {
    const nv = this.#nv;
    const draw = nv.drawImage3D.bind(nv);
    nv.drawImage3D = (...rest) => {
      const inPlanes = nv.drawOpacity;
      nv.drawOpacity = inPlanes > 0 ? 1 : 0;
      draw(...rest);
      nv.drawOpacity = inPlanes;
    };
  }

  #volume(buffer, options = {}) {
    return this.#library.NVImage.loadFromUrl({ url: buffer, name: 'volume.nii.gz', ...options });
  }

  /** Shows an image; labels and maps are to be given again. */
  async showImage(buffer) {
    const nv = this.#nv;
    this.#labels = null;
    this.#map = null;
    nv.closeDrawing();
    this.#keep(0);
    const image = await this.#volume(buffer, { colormap: 'gray' });
    this.auto = [image.cal_min, image.cal_max];
    nv.addVolume(image);
  }

  #keep(count) {
    const nv = this.#nv;
    while (nv.volumes.length > count) {
      nv.removeVolume(nv.volumes.at(-1));
    }
    // NiiVue leaves the texture of what was removed, and 3D goes on showing it while there are labels.
    nv.overlayTexture = nv.rgbaTex(nv.overlayTexture, nv.gl.TEXTURE2, [2, 2, 2, 2], true);
  }

  /** Lays the label map of a result over the image. */
  async showLabels(buffer, result, index) {
    const labels = await this.#volume(buffer);
    if (!(labels.img instanceof Uint8Array)) {
      labels.img = Uint8Array.from(labels.img);
    }
    this.#labels = labels;
    this.result = result;
    this.#index = index;
    if (!this.#nv.loadDrawing(labels)) {
      throw new Error('The labels do not lie on the grid of the image.');
    }
  }

  /** Takes labels and map away. */
  clear() {
    this.#labels = null;
    this.result = null;
    this.#map = null;
    this.#keep(1);
    this.#nv.closeDrawing();
  }

  /** Lays a map over the image in place of the labels: `heat`, `difference`, or `null` for none. */
  async showMap(buffer, kind) {
    const map = kind === null ? null : await this.#volume(buffer, MAPS[kind]);
    this.#keep(1);
    this.#map = kind;
    if (map !== null) {
      if (kind === 'difference') {
        map.setColormapLabel(colours.difference);
      }
      this.#nv.addVolume(map);
    }
  }

  /** Colours and opacity as the view says. */
  paint({ opacity, hidden, outline }) {
    const nv = this.#nv;
    if (this.#labels !== null && this.result?.labels) {
      const visible = (value) => this.#map === null && !hidden.includes(`${this.#index}.${value}`);
      nv.drawLut = colours.ofLabels(this.result.labels, visible);
      nv.drawOpacity = outline ? outlineStrength(opacity) : opacity / 100;
      nv.drawRimOpacity = outline && opacity > 0 ? 1 : -1;
      nv.refreshColormaps();
    }
    if (nv.volumes.length > 1) {
      nv.volumes[1].opacity = opacity / 100;
      nv.refreshLayers(nv.volumes[1], 1);
    }
  }

  /** Which values of the image are black and white. */
  window(range) {
    const [image] = this.#nv.volumes;
    [image.cal_min, image.cal_max] = range ?? this.auto;
    this.#nv.refreshLayers(image, 0);
  }

  /** The label at a voxel along right, anterior and superior; `null` without labels. */
  labelAt(ras) {
    const value = this.#labels?.getValue(...ras);
    return value === undefined
      ? null
      : (this.result?.labels?.find((label) => label.value === value)?.name ??
          (value === 0 ? 'background' : `label ${value}`));
  }

  /** The probability at a place while a heat map is shown, else `null`. */
  probabilityAt(mm) {
    const map = this.#nv.volumes[1];
    return map && this.#map === 'heat' ? map.getValue(...map.mm2vox(mm)) : null;
  }
}

const MAPS = {
  heat: { colormap: HEAT.name, cal_min: HEAT.least, cal_max: 1 },
  difference: { colormap: 'gray', cal_min: 0, cal_max: 3 },
};
