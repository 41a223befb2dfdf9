/** The server's answers, as JSON or bytes, and its faults as one sentence. */

import { sentence } from './format.js';
import { askToken, token } from './token.js';

/** What the server refused, or that it did not answer. */
export class ApiError extends Error {
  constructor(status, message, retryAfter = null, answer = {}) {
    super(sentence(message));
    this.status = status;
    this.answer = answer; // all that was said
    this.retryAfter = retryAfter;
  }
}

/** Tells this tab's requests from others behind the same address, so that they take turns. */
const TAB = crypto.getRandomValues(new Uint32Array(2)).join('-');

/** Headers that every request carries. */
export function headers(more = {}) {
  const all = { ...more, 'X-Client-Id': TAB };
  return token() ? { ...all, Authorization: `Bearer ${token()}` } : all;
}

/** An answer, after asking for the token where the server wants one. */
export async function request(path, options = {}) {
  const answer = await reach(path, options);
  if (answer.status === 401 && (await askToken(token() !== null))) {
    return request(path, options);
  }
  if (!answer.ok) {
    throw new ApiError(answer.status, await faultOf(answer), retryAfter(answer.headers.get('Retry-After')));
  }
  return answer;
}

async function reach(path, options) {
  try {
    return await fetch(path, { credentials: 'omit', ...options, headers: headers(options.headers) });
  } catch (fault) {
    if (fault.name === 'AbortError') {
      throw fault;
    }
    throw new ApiError(0, 'The server does not answer. It may have been stopped; start it again and reload.');
  }
}

function retryAfter(value) {
  const seconds = Number(value);
  return value !== null && Number.isFinite(seconds) ? seconds : null;
}

async function faultOf(answer) {
  try {
    return (await answer.json()).error;
  } catch {
    return `The server answered ${answer.status} ${answer.statusText}.`;
  }
}

export async function get(path, signal) {
  return (await request(path, { signal })).json();
}

export async function post(path, value, signal) {
  const body = value === undefined ? undefined : JSON.stringify(value);
  return (
    await request(path, { method: 'POST', body, signal, headers: { 'Content-Type': 'application/json' } })
  ).json();
}

export async function remove(path) {
  await request(path, { method: 'DELETE' });
}

export async function bytesOf(path, signal) {
  return (await request(path, { signal })).arrayBuffer();
}

/** Gets a cookie that stands for the token, for pages of the server that open by themselves. */
export async function openSession() {
  await request('api/session', { method: 'POST', credentials: 'same-origin' });
}

/** Sends files as they are; `fetch` does not tell how much of a body has gone out. */
export async function upload(path, files, onProgress = () => {}, signal = null) {
  const form = new FormData();
  files.forEach(({ file, name }) => form.append('file', file, name));
  const { status, text, retry } = await send(path, form, onProgress, signal);
  if (status === 401 && (await askToken(token() !== null))) {
    return upload(path, files, onProgress, signal);
  }
  let answer = null;
  try {
    answer = JSON.parse(text);
  } catch {
    // said below
  }
  if (status < 200 || status > 299 || answer === null) {
    throw new ApiError(status, answer?.error ?? `The server answered ${status}.`, retryAfter(retry), answer ?? {});
  }
  return answer;
}

function send(path, form, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open('POST', path);
    Object.entries(headers()).forEach(([name, value]) => call.setRequestHeader(name, value));
    call.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    call.onload = () =>
      resolve({ status: call.status, text: call.responseText, retry: call.getResponseHeader('Retry-After') });
    call.onerror = () =>
      reject(new ApiError(0, 'The server ended the upload. It may have been too large or in no format that it reads.'));
    call.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    signal?.addEventListener('abort', () => call.abort());
    call.send(form);
  });
}

/** Saves what a path answers as a file; a plain link could not carry the token. */
export async function save(path, name) {
  const answer = await request(path);
  const told = /filename="?([^";]+)"?/.exec(answer.headers.get('Content-Disposition') ?? '');
  saveBlob(await answer.blob(), told ? told[1] : name);
}

/** Saves bytes as a file. */
export function saveBlob(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
