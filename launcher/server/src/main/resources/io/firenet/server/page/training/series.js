/**
 * From the epochs of runs to the lines of charts. Runs and datasets have a colour, validation is dashed. Labels have
 * theirs, in the order of the overlays' colours; with several runs each run has its dashes instead.
 */

const COLOURS = 8;

/** What the scores of labels are, as a title. */
export function labelTitle(runs) {
  const metrics = new Set(
    runs.flatMap(({ epochs }) =>
      epochs.flatMap(({ validation = {} }) => Object.values(validation).map(({ metric }) => metric)),
    ),
  );
  return metrics.size === 1 && metrics.has('Dice') ? 'Dice of each label' : 'Score of each output';
}

/** The lines of all charts by the chart's name. */
export function seriesOf(runs) {
  const several = runs.length > 1;
  const out = { loss: [], score: [], labels: [], rate: [], time: [] };
  const coloured = [];
  let colour = 0;
  runs.forEach(({ name, epochs }, r) => {
    const datasets = [
      ...new Set(
        epochs.flatMap(({ losses = {}, validation = {} }) => [...Object.keys(losses), ...Object.keys(validation)]),
      ),
    ];
    const called = (text) => (several ? `${name}: ${text}` : text);
    datasets.forEach((dataset) => {
      out.loss.push(line(called(`${dataset}, training`), epochs, (e) => e.losses?.[dataset]?.training, colour, 0));
      out.loss.push(
        line(called(`${dataset}, validation`), epochs, (e) => e.losses?.[dataset]?.validation, colour, 1),
      );
      out.score.push(
        line(called(scoreName(epochs, dataset)), epochs, (e) => e.validation?.[dataset]?.value, colour, 0),
      );
      const labels = [...new Set(epochs.flatMap((e) => Object.keys(e.labels?.[dataset] ?? {})))];
      for (const label of labels) {
        const text = datasets.length > 1 ? `${dataset}, ${label}` : label;
        const place = coloured.includes(text) ? coloured.indexOf(text) : coloured.push(text) - 1;
        const dash = several ? r : Math.floor(place / COLOURS);
        out.labels.push(line(called(text), epochs, (e) => e.labels?.[dataset]?.[label], place, dash));
      }
      colour++;
    });
    const runColour = several ? colour - datasets.length : r;
    out.rate.push(line(several ? name : 'learning rate', epochs, (e) => e.learningRate, runColour, 0));
    out.time.push(line(several ? name : 'an epoch', epochs, (e) => e.seconds, runColour, 0));
    out.time.push(line(called('of it waiting for data'), epochs, (e) => e.waitSeconds, runColour, 1));
  });
  return out;
}

function scoreName(epochs, dataset) {
  const scored = epochs.find((e) => e.validation?.[dataset]);
  return `${dataset}${scored ? `, ${scored.validation[dataset].metric}` : ''}`;
}

function line(name, epochs, value, colour, dash) {
  return { name, colour, dash, points: epochs.map((e) => [e.epoch, value(e) ?? NaN]) };
}
