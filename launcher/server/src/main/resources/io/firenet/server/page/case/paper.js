/** What a printed case says above its picture. */

import { h } from '../core/dom.js';
import { significant } from '../core/format.js';

/** The head of the page. */
export function printHead(session, server) {
  const { image, job, view } = session;
  return [
    h('h1', {}, image?.name ?? 'No image'),
    image &&
      h(
        'p',
        {},
        `${image.size.join(' × ')} voxels of ${image.spacingMm.map((mm) => significant(mm, 3)).join(' × ')} mm`,
        image.modality && `, ${image.modality}`,
        `. ${view.side === 'radiological' ? 'Radiological' : 'Neurological'} sides.`,
      ),
    job &&
      h(
        'p',
        {},
        `${job.models?.length > 1 ? 'Models' : 'Model'}: ${job.models?.join(', ')}${job.ensemble ? ', averaged' : ''}. ${server.name} ${server.version}, ${new Date().toLocaleString('en-GB')}.`,
      ),
    h('p', {}, h('strong', {}, server.notice)),
  ];
}
