/** What is shown, kept in the address's fragment: it never reaches the server, and a reload or a link brings it back. */

/** The page and its settings. */
export function read() {
  const [page, settings = ''] = location.hash.slice(1).split('?');
  return { page: page || 'images', settings: new URLSearchParams(settings) };
}

/** Writes the settings of the page that is shown; the history gets no entry for each movement. */
export function write(page, settings) {
  const text = settings.toString().replaceAll('%2C', ',');
  history.replaceState(null, '', `#${page}${text ? `?${text}` : ''}`);
}
