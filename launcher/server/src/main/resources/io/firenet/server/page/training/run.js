/** A run as the server tells it, kept up to date by its events. */

import { get } from '../core/api.js';
import { follow } from '../core/events.js';

/** Follows one run; `change` is told after each event. */
export class Run {
  #control = new AbortController();
  epochs = [];
  data = {};
  connected = true;
  fault = null;

  constructor(name, change) {
    this.name = name;
    this.change = change;
  }

  get path() {
    return `api/runs/${encodeURIComponent(this.name)}`;
  }

  /** Reads the run and follows it until `close`. */
  async start() {
    try {
      await this.#read();
      await follow(
        `${this.path}/events`,
        (name, data) => this.#take(name, data),
        this.#control.signal,
        (connected) => this.#connection(connected),
        this.epochs.length, // those are known
      );
    } catch (fault) {
      this.fault = fault.message;
      this.change(this);
    }
  }

  async #read() {
    const { epochs, ...data } = await get(this.path, this.#control.signal);
    this.data = data;
    this.epochs = Array.isArray(epochs) ? epochs : [];
    this.change(this);
  }

  #take(name, data) {
    if (name === 'epoch') {
      // a resumed run takes back epochs after its checkpoint
      this.epochs = [...this.epochs.filter(({ epoch }) => epoch < data.epoch), data];
      this.data.overlayVersion = data.epoch;
    } else if (name === 'state') {
      const ended = this.data.state !== data.state;
      this.data = { ...this.data, step: undefined, ...data };
      if (ended) {
        this.#read().catch(() => {}); // results and log came with the end
      }
    }
    this.change(this);
    return false;
  }

  #connection(connected) {
    if (this.connected !== connected) {
      this.connected = connected;
      this.change(this);
    }
  }

  close() {
    this.#control.abort();
  }
}
