/** From the epochs of runs to the lines of charts. Runs and datasets have a colour, validation is dashed. */

/** The lines of all charts by the chart's name. */
export function seriesOf(runs) {
  const several = runs.length > 1;
  const out = { loss: [], score: [], labels: [], rate: [], time: [] };
  let colour = 0;
  runs.forEach(({ name, epochs }, r) => {
    const datasets = [
      ...new Set(
        epochs.flatMap(({ losses = {}, validation = {} }) => [...Object.keys(losses), ...Object.keys(validation)]),
      ),
    ];
    const called = (text) => (several ? `${name}: ${text}` : text);
    datasets.forEach((dataset) => {
      out.loss.push(line(called(`${dataset}, training`), epochs, (e) => e.losses?.[dataset]?.training, colour, false));
      out.loss.push(
        line(called(`${dataset}, validation`), epochs, (e) => e.losses?.[dataset]?.validation, colour, true),
      );
      out.score.push(
        line(called(metric(epochs, dataset)), epochs, (e) => e.validation?.[dataset]?.value, colour, false),
      );
      const labels = [...new Set(epochs.flatMap((e) => Object.keys(e.labels?.[dataset] ?? {})))];
      labels.forEach((label, i) =>
        out.labels.push(
          line(
            called(datasets.length > 1 ? `${dataset}, ${label}` : label),
            epochs,
            (e) => e.labels?.[dataset]?.[label],
            several ? r : i,
            several && i % 2 === 1,
          ),
        ),
      );
      colour++;
    });
    const runColour = several ? colour - datasets.length : r;
    out.rate.push(line(several ? name : 'learning rate', epochs, (e) => e.learningRate, runColour, false));
    out.time.push(line(several ? name : 'an epoch', epochs, (e) => e.seconds, runColour, false));
    out.time.push(line(called('of it waiting for data'), epochs, (e) => e.waitSeconds, runColour, true));
  });
  return out;
}

function metric(epochs, dataset) {
  const scored = epochs.find((e) => e.validation?.[dataset]);
  return `${dataset}${scored ? `, ${scored.validation[dataset].metric}` : ''}`;
}

function line(name, epochs, value, colour, dashed) {
  return { name, colour, dashed, points: epochs.map((e) => [e.epoch, value(e) ?? NaN]) };
}
