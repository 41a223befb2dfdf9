/** Numbers and times as people read them. */

/** A number with so many significant digits, without zeros that say nothing. */
export function significant(value, digits = 4) {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return '–';
  }
  if (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e6)) {
    return value.toExponential(Math.min(2, digits - 1));
  }
  return String(Number(value.toPrecision(digits)));
}

/** A number with so many decimals, `–` for none. */
export function fixed(value, decimals) {
  return value === null || value === undefined || !Number.isFinite(value) ? '–' : value.toFixed(decimals);
}

/** A volume in ml: as many decimals as it has use for. */
export function millilitres(ml) {
  return fixed(ml, ml >= 100 ? 1 : ml >= 1 ? 2 : 3);
}

/** A time such as `2 min 5 s`. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds) || seconds < 0) {
    return '–';
  }
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3600) {
    return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  }
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** A number of bytes. */
export function bytes(count) {
  if (count === null || count === undefined || !Number.isFinite(count)) {
    return '–';
  }
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let value = count;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toPrecision(3)} ${units[unit]}`;
}

/** `1 case`, `2 cases`. */
export function counted(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}

/** A share as whole per cent, never 100 % of what is not all of it. */
export function percent(share) {
  return `${share >= 1 ? 100 : Math.floor(share * 100)} %`;
}

/** What a program says, as a sentence; a file's name at its beginning stays as it is. */
export function sentence(text) {
  const whole = /^[a-z]+[ ,]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}
