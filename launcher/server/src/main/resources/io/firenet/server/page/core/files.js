/** Files that were dropped or chosen, folders among them, in the order of their names. */

import { h } from './dom.js';

const byName = (a, b) => a.name.localeCompare(b.name, 'en', { numeric: true });

/** Files of a field. */
export function chosen(list) {
  return [...list]
    .map((file) => ({ file, name: file.webkitRelativePath || file.name }))
    .filter(visible)
    .sort(byName);
}

/** Files of what was dropped; folders are walked through. */
export async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length === 0) {
    return chosen(transfer.files);
  }
  return (await Promise.all(entries.map(walk))).flat().filter(visible).sort(byName);
}

function visible({ name }) {
  return !name.split('/').some((part) => part.startsWith('.'));
}

async function walk(entry) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    return [{ file, name: entry.fullPath.slice(1) }];
  }
  const reader = entry.createReader();
  const found = [];
  let some;
  do {
    some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject)); // 100 at a time
    found.push(...some);
  } while (some.length > 0);
  return (await Promise.all(found.map(walk))).flat();
}

/** Has an element take files that are dropped on it. */
export function takesDrops(element, onFiles) {
  let inside = 0;
  const mark = (change) => {
    inside = Math.max(0, inside + change);
    element.classList.toggle('over', inside > 0);
  };
  const has = (event) => event.dataTransfer?.types.includes('Files');
  element.addEventListener('dragenter', (event) => has(event) && (event.preventDefault(), mark(1)));
  element.addEventListener('dragleave', (event) => has(event) && mark(-1));
  element.addEventListener('dragover', (event) => has(event) && event.preventDefault());
  element.addEventListener('drop', async (event) => {
    if (!has(event)) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    inside = 0;
    mark(0);
    onFiles(await dropped(event.dataTransfer));
  });
}

/** A button that opens the system's choice of files. */
export function fileButton(text, attributes, onFiles, name = null) {
  const input = h('input', { type: 'file', hidden: true, tabindex: '-1', 'aria-hidden': 'true', ...attributes });
  input.addEventListener('change', () => {
    const files = chosen(input.files);
    input.value = '';
    if (files.length > 0) {
      onFiles(files);
    }
  });
  return [h('button', { type: 'button', onclick: () => input.click(), 'aria-label': name }, text), input];
}
