/** The token that a server beyond this machine wants. It is kept for this tab only and is in no address. */

import { h } from './dom.js';

const KEY = 'firenet.token';
let asking = null;

/** The token, `null` without one. */
export function token() {
  return sessionStorage.getItem(KEY);
}

/**
 * Asks for the token; whoever asks meanwhile waits for the same answer.
 *
 * @param wrong whether the one that was given is not right
 * @return whether there is one now
 */
export function askToken(wrong) {
  asking ??= ask(wrong).finally(() => {
    asking = null;
  });
  return asking;
}

function ask(wrong) {
  const input = h('input', {
    type: 'password',
    id: 'token',
    autocomplete: 'off',
    required: true,
    'aria-describedby': 'token-note',
  });
  const dialog = h(
    'dialog',
    { 'aria-labelledby': 'token-title' },
    h(
      'form',
      { method: 'dialog', class: 'stack' },
      h('h2', { id: 'token-title' }, 'This server wants its token'),
      h(
        'p',
        { id: 'token-note', class: wrong ? 'fault' : 'note' },
        wrong ? 'That token is not right. ' : '',
        'It is in the file that the server was started with (--token-file). It is kept until this tab is closed.',
      ),
      h('label', { for: 'token' }, 'Token'),
      input,
      h(
        'p',
        { class: 'row' },
        h('button', { class: 'primary', value: 'give' }, 'Go on'),
        h('button', { value: '', formnovalidate: true }, 'Cancel'),
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      const given = dialog.returnValue === 'give' && input.value.trim() !== '';
      if (given) {
        sessionStorage.setItem(KEY, input.value.trim());
      }
      dialog.remove();
      resolve(given);
    });
  });
}
