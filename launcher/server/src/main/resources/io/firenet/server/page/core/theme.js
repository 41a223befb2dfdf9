/** Dark like viewers unless the system or the reader prefers light. */

const KEY = 'firenet.theme';
const THEMES = ['auto', 'dark', 'light'];

/** Sets the colours as they were chosen last. */
export function startTheme() {
  return set(localStorage.getItem(KEY) ?? 'auto');
}

/** Goes on to the next choice. */
export function nextTheme() {
  const theme = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length];
  localStorage.setItem(KEY, theme);
  return set(theme);
}

function set(theme) {
  const known = THEMES.includes(theme) ? theme : 'auto';
  document.documentElement.dataset.theme = known;
  return known;
}
