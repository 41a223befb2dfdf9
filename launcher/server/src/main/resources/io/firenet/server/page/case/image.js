/** Where an image comes from: dropped or chosen files, or the server's studies. */

import { get, post, upload } from '../core/api.js';
import { announce, h, put } from '../core/dom.js';
import { fileButton, takesDrops } from '../core/files.js';
import { counted, percent, sentence, significant } from '../core/format.js';

/** The part of the page that opens an image. */
export class ImagePart {
  #session;
  #files = []; // of this tab, so that their order or their series can be changed
  #call = null;

  constructor(session, hasStudies) {
    this.#session = session;
    this.status = h('div', { class: 'status', role: 'status' });
    this.facts = h('div', { class: 'facts' });
    this.studies = h('div', {});
    this.zone = h(
      'div',
      { class: 'drop' },
      h(
        'p',
        {},
        h('strong', {}, 'Drop an image here'),
        h('br'),
        'NIfTI, MetaImage, NRRD, DICOM; several channels, a folder or a zip',
      ),
      h(
        'p',
        { class: 'row' },
        fileButton('Choose files…', { multiple: true, 'data-role': 'image' }, (files) => this.open(files)),
        fileButton(
          'Folder…',
          { webkitdirectory: true },
          (files) => this.open(files),
          'Choose a folder of DICOM slices or channels',
        ),
      ),
    );
    takesDrops(this.zone, (files) => this.open(files));
    this.element = h(
      'section',
      { class: 'card', 'aria-labelledby': 'image-title' },
      h('h2', { id: 'image-title' }, 'Image'),
      this.zone,
      this.studies,
      this.status,
      this.facts,
    );
    session.on('image', () => this.#describe());
    if (hasStudies) {
      this.#listStudies();
    }
  }

  async #listStudies() {
    const studies = await get('api/studies').catch(() => []);
    const select = h(
      'select',
      { id: 'study' },
      h('option', { value: '' }, 'Choose…'),
      studies.map(({ id, name }) => h('option', { value: id }, name)),
    );
    select.addEventListener('change', () => {
      if (select.value) {
        this.#files = [];
        this.#load('Opening the study…', (signal) =>
          post(`api/studies/${encodeURIComponent(select.value)}/open`, undefined, signal),
        );
      }
    });
    if (studies.length > 0) {
      put(
        this.studies,
        h(
          'p',
          { class: 'field' },
          h('label', { for: 'study' }, `Or one of ${counted(studies.length, 'study', 'studies')}`),
          select,
        ),
      );
    }
  }

  /** Sends files to the server. */
  open(files) {
    if (files.length === 0) {
      put(this.status, h('p', { class: 'fault' }, 'Nothing to open: the folder holds no files.'));
      return Promise.resolve();
    }
    this.#files = files;
    return this.#load(
      files.length === 1 ? `Sending ${files[0].name}…` : `Sending ${files.length} files…`,
      (signal, onProgress) => upload('api/images', files, onProgress, signal),
    );
  }

  async #load(text, call) {
    this.#call?.abort();
    const control = new AbortController();
    this.#call = control;
    const progress = h('progress', { max: 1, 'aria-label': text });
    const line = h('p', {}, text);
    put(
      this.status,
      line,
      h('p', { class: 'row' }, progress, h('button', { type: 'button', onclick: () => control.abort() }, 'Cancel')),
    );
    try {
      const image = await call(control.signal, (share) => {
        progress.value = share;
        line.textContent = share < 1 ? `${text} ${percent(share)}` : 'The server reads it…';
      });
      put(this.status);
      this.#take(image);
    } catch (fault) {
      if (fault.answer?.series?.length > 1) {
        this.#chooseSeries(fault.answer);
        return;
      }
      put(
        this.status,
        h(
          'p',
          { class: fault.name === 'AbortError' ? 'note' : 'fault', role: 'alert' },
          fault.name === 'AbortError' ? 'Cancelled; nothing was opened.' : fault.message,
        ),
      );
    }
  }

  #take(image) {
    if (image.series?.length > 1 && !image.channels?.length) {
      this.#chooseSeries(image);
    } else {
      this.#session.setImage(image);
      announce(`${image.name} is open, ${image.size.join(' by ')} voxels.`);
    }
  }

  #chooseSeries(image) {
    put(
      this.status,
      h('p', {}, `${counted(image.series.length, 'series', 'series')} in these files; which one?`),
      h(
        'ul',
        { class: 'choices' },
        image.series.map((series) =>
          h(
            'li',
            {},
            h(
              'button',
              { type: 'button', onclick: () => this.#series(series.uid) },
              `${series.modality ?? ''} ${series.description || series.uid}`,
              h('small', {}, ` ${counted(series.slices, 'slice')}`),
            ),
          ),
        ),
      ),
    );
  }

  #series(uid) {
    this.#load('Sending the series…', (signal, onProgress) =>
      upload(`api/images?series=${encodeURIComponent(uid)}`, this.#files, onProgress, signal),
    );
  }

  #describe() {
    const { image } = this.#session;
    if (!image) {
      put(this.facts);
      return;
    }
    put(
      this.facts,
      h(
        'dl',
        { class: 'pairs' },
        h('dt', {}, 'Name'),
        h('dd', { class: 'name' }, image.name),
        h('dt', {}, 'Voxels'),
        h('dd', {}, image.size.join(' × ')),
        h('dt', {}, 'Spacing'),
        h('dd', {}, `${image.spacingMm.map((mm) => significant(mm, 3)).join(' × ')} mm`),
        image.modality && [h('dt', {}, 'Modality'), h('dd', {}, image.modality)],
        image.channels.length > 1 && [h('dt', {}, 'Channels'), h('dd', {}, this.#channels(image))],
      ),
      image.warnings?.map((warning) => h('p', { class: 'warning' }, sentence(warning))),
    );
  }

  #channels(image) {
    const movable = this.#files.length === image.channels.length;
    return h(
      'ol',
      { class: 'plain' },
      image.channels.map((channel, i) =>
        h(
          'li',
          {},
          channel.name,
          movable &&
            i > 0 &&
            h(
              'button',
              {
                type: 'button',
                class: 'small',
                'aria-label': `Move ${channel.name} up`,
                onclick: () => this.#moveUp(i),
              },
              '↑',
            ),
        ),
      ),
    );
  }

  #moveUp(i) {
    const files = [...this.#files];
    [files[i - 1], files[i]] = [files[i], files[i - 1]];
    this.open(files);
  }
}
