/** Server-sent events read with `fetch`, which can carry a token as `EventSource` cannot. */

import { ApiError, request } from './api.js';

const LONGEST_WAIT_MS = 15_000;

/**
 * Follows a stream of events until `onEvent` returns `true`, the signal aborts or the stream is gone for good.
 * A broken connection is taken up again after the last event that came.
 *
 * @param onEvent gets the event's name and its data
 * @param onState gets `true` when connected and `false` while it is not
 * @param seen the id of the last event that is known already
 */
export async function follow(path, onEvent, signal, onState = () => {}, seen = null) {
  let last = seen;
  let wait = 500;
  while (!signal.aborted) {
    try {
      const answer = await request(path, { signal, headers: last === null ? {} : { 'Last-Event-ID': String(last) } });
      onState(true);
      for await (const event of eventsOf(answer.body)) {
        wait = 500;
        last = event.id ?? last;
        if (onEvent(event.name, JSON.parse(event.data)) === true) {
          return;
        }
      }
    } catch (fault) {
      if (signal.aborted) {
        return;
      }
      if (fault instanceof ApiError && [401, 403, 404, 410].includes(fault.status)) {
        throw fault;
      }
    }
    onState(false);
    await pause(wait, signal);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
}

function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}

async function* eventsOf(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  try {
    while (true) {
      const { value, done } = await reader.read();
      if (done) {
        return;
      }
      text = (text + value).replaceAll('\r\n', '\n');
      const blocks = text.split('\n\n');
      text = blocks.pop();
      yield* blocks.map(parse).filter((event) => event.data !== '');
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function parse(block) {
  const event = { name: 'message', data: '', id: null };
  const data = [];
  for (const line of block.split('\n')) {
    const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line);
    if (field === 'event') {
      event.name = value;
    } else if (field === 'data') {
      data.push(value);
    } else if (field === 'id') {
      event.id = value;
    }
  }
  event.data = data.join('\n');
  return event;
}
