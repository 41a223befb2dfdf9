/** Elements, made without markup in strings: text of strangers stays text. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An element. Attributes that are functions are listeners (`onclick`), `null` and `false` are left out;
 * children are nodes, strings or lists of them.
 */
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An element of a drawing. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      element.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

/** Has an element hold exactly these children. */
export function put(element, ...children) {
  element.replaceChildren(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

/** A square of a colour; a style sheet cannot know the colours of labels, and markup must hold no style. */
export function swatch(colour) {
  const square = h('span', { class: 'swatch', 'aria-hidden': 'true' });
  square.style.backgroundColor = colour;
  return square;
}

const live = () => document.getElementById('live');

/** Tells a screen reader. */
export function announce(text) {
  live().textContent = text;
}

let nextId = 0;

/** An id that no other element has. */
export function freshId(stem) {
  return `${stem}-${++nextId}`;
}
