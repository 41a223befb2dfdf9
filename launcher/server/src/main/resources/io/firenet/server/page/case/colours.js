/** Colours of labels and maps, as NiiVue's tables. */

/** The table of heat maps; what is less likely than `least` is left clear. Its low end is not black, as images are. */
export const HEAT = Object.freeze({
  name: 'firenet-probability',
  least: 0.05,
  table: {
    R: [60, 60, 120, 188, 237, 251, 252],
    G: [15, 15, 28, 55, 105, 182, 255],
    B: [110, 110, 109, 84, 37, 26, 164],
    A: [0, 255, 255, 255, 255, 255, 255],
    I: [0, 1, 51, 102, 153, 204, 255],
  },
});

const rgb = (hex) => [1, 3, 5].map((from) => parseInt(hex.slice(from, from + 2), 16));

const DIFFERENCES = [
  { value: 1, name: 'only the prediction', color: '#ff9f1c' },
  { value: 2, name: 'only the reference', color: '#3da5ff' },
  { value: 3, name: 'another label', color: '#f15bb5' },
];

export const colours = Object.freeze({
  differences: DIFFERENCES,

  /** The table of a map of differences. */
  difference: {
    I: [0, 1, 2, 3],
    R: [0, ...DIFFERENCES.map(({ color }) => rgb(color)[0])],
    G: [0, ...DIFFERENCES.map(({ color }) => rgb(color)[1])],
    B: [0, ...DIFFERENCES.map(({ color }) => rgb(color)[2])],
    A: [0, 255, 255, 255],
    labels: ['agree', ...DIFFERENCES.map(({ name }) => name)],
  },

  /** The table of a label map: 256 colours, clear where a label is hidden. */
  ofLabels(labels, visible) {
    const lut = new Uint8ClampedArray(256 * 4);
    const names = Array.from({ length: 256 }, (_, value) => String(value));
    for (const { value, name, color } of labels) {
      lut.set([...rgb(color), visible(value) ? 255 : 0], value * 4);
      names[value] = name;
    }
    return { lut, labels: names };
  },
});

/** How strong the inside of a label is where its outline says where it is. */
export function outlineStrength(percent) {
  return (percent / 100) * 0.12;
}
