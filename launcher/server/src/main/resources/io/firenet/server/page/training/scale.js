/** From values to places in a drawing. */

import { significant } from '../core/format.js';

/** Values at round steps over a range, about so many. */
export function ticks(low, high, about = 5) {
  const span = high - low || Math.abs(high) || 1;
  const rough = span / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((n) => n * power >= rough) * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Ticks with their texts, all in one form: powers of ten where the largest is small or huge. */
export function labelsOf(values) {
  const most = Math.max(...values.map(Math.abs));
  const powers = most > 0 && (most < 0.01 || most >= 1e6);
  return values.map((value) => [
    value,
    value === 0 ? '0' : powers ? value.toExponential(2).replace(/\.?0+e/, 'e') : significant(value),
  ]);
}

/** A range that holds all values with some air; `[0, 1]` for none. */
export function rangeOf(values, { zero = false } = {}) {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) {
    return [0, 1];
  }
  const high = finite.reduce((a, b) => Math.max(a, b));
  const low = zero ? Math.min(0, high) : finite.reduce((a, b) => Math.min(a, b));
  const air = (high - low || Math.abs(high) || 1) * 0.05;
  return [zero && low >= 0 ? 0 : low - air, high + air];
}

/** A function from a range to another one. */
export function linear([from0, from1], [to0, to1]) {
  const factor = (to1 - to0) / (from1 - from0 || 1);
  return (value) => to0 + (value - from0) * factor;
}
