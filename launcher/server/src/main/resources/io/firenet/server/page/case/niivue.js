/** NiiVue, loaded when an image is first shown: training can be watched without its two megabytes. */

const SOURCE = 'vendor/niivue-0.69.0.umd.js';
let loading = null;

/** NiiVue's classes. */
export function niivue() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = SOURCE;
    script.onload = () => resolve(window.niivue);
    script.onerror = () => {
      loading = null;
      reject(new Error('The viewer could not be loaded from the server.'));
    };
    document.head.append(script);
  });
  return loading;
}

let able = null;

/** Whether this browser can draw volumes at all. */
export function canDraw() {
  if (able === null) {
    const context = document.createElement('canvas').getContext('webgl2');
    able = context !== null;
    context?.getExtension('WEBGL_lose_context')?.loseContext(); // browsers grant about 16
  }
  return able;
}
