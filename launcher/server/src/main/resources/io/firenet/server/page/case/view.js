/** What a view of a case is, and how it is written into the address. */

/** The view that nothing was changed of. `null` is the viewer's own choice. */
export const DEFAULTS = Object.freeze({
  layout: 'grid',
  at: null, // crosshair, mm
  window: null, // [lowest, highest] value shown
  channel: 0,
  opacity: 55, // of labels and maps, per cent
  outline: false,
  hidden: [], // 'result.value' of labels
  heat: '', // label whose probability is shown
  difference: false,
  side: 'radiological',
  sharp: false, // voxels as squares
  crosshair: true,
  cut: null, // how much of the image 3D leaves out, per cent; by itself all where there are labels
  camera: [110, 10, 1], // azimuth, elevation, size
  pan: [0, 0, 0, 1], // x, y, z in mm and zoom of the planes
});

const numbers = (text) => text.split(',').map(Number);
const tidy = (value) => Number(value.toFixed(2));

const CODES = {
  layout: [String, String],
  at: [(v) => v.map(tidy).join(), numbers],
  window: [(v) => v.map(tidy).join(), numbers],
  channel: [String, Number],
  opacity: [String, Number],
  outline: [() => '1', () => true],
  hidden: [(v) => v.join(), (t) => t.split(',')],
  heat: [String, String],
  difference: [() => '1', () => true],
  side: [String, String],
  sharp: [() => '1', () => true],
  crosshair: [() => '0', () => false],
  cut: [String, Number],
  camera: [(v) => v.map(tidy).join(), numbers],
  pan: [(v) => v.map(tidy).join(), numbers],
};

/** Adds to the settings of an address what differs from the defaults. */
export function write(view, settings) {
  for (const [key, [toText]] of Object.entries(CODES)) {
    if (view[key] !== null && String(view[key]) !== String(DEFAULTS[key])) {
      settings.set(key, toText(view[key]));
    }
  }
}

/** The view that an address says; what cannot be read is left at its default. */
export function read(settings) {
  const view = { ...DEFAULTS };
  for (const [key, [, fromText]] of Object.entries(CODES)) {
    if (settings.has(key)) {
      const value = fromText(settings.get(key));
      const list = Array.isArray(value) ? value : [value];
      if (list.every((one) => typeof one !== 'number' || Number.isFinite(one))) {
        view[key] = value;
      }
    }
  }
  return view;
}
