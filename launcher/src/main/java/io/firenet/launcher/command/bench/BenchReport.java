package io.firenet.launcher.command.bench;

import io.firenet.core.bench.StepTiming;
import io.firenet.core.engine.step.StepTimes;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a measurement found.
 *
 * @param task train or predict
 * @param precision f32 or bf16
 * @param flops of the convolutions of one repetition
 * @param peakGigaflops of a large matrix product in the same precision, in the same run
 * @param engines this project's own, named FIRENet, and peers
 * @param parts seconds of one repetition by kind of layer; empty if not known
 * @param residentBytes the most that the process had in memory, with this engine alone
 */
record BenchReport(
    String task,
    String precision,
    int threads,
    double flops,
    double peakGigaflops,
    List<StepTiming> engines,
    Map<String, StepTimes.Part> parts,
    OptionalLong residentBytes) {

  String text() {
    StepTiming own = engines.get(0);
    StringBuilder text = new StringBuilder();
    line(text, "%s %s voxels, %s, %s threads", task, own.size(), precision, threads);
    for (StepTiming engine : engines) {
      line(
          text,
          "%s: median %.3f s (%.3f to %.3f), %.0f GFLOP/s, %.0f %% of peak",
          engine.name(),
          engine.median(),
          engine.fastest(),
          engine.slowest(),
          gigaflops(engine),
          100 * gigaflops(engine) / peakGigaflops);
      if (engine.losses().length > 0) {
        line(text, "  first loss %.5f", engine.losses()[0]);
      }
    }
    for (StepTiming ours : engines) {
      for (StepTiming peer : engines) {
        if (isOwn(ours) && !isOwn(peer)) {
          double share = ours.median() / peer.median();
          line(text, "%s against %s: %.2f of its time", ours.name(), peer.name(), share);
        }
      }
    }
    line(text, "convolutions %.1f GFLOP; peak %.0f GFLOP/s", flops / 1e9, peakGigaflops);
    residentBytes.ifPresent(bytes -> line(text, "resident memory %.2f GB at most", bytes / 1e9));
    if (!parts.isEmpty()) {
      line(text, "%-24s %10s %10s %7s", "layer", "forward s", "backward s", "share");
    }
    double total = parts.values().stream().mapToDouble(StepTimes.Part::total).sum();
    parts.forEach(
        (kind, part) ->
            line(
                text,
                "%-24s %10.4f %10.4f %5.1f %%",
                kind,
                part.forward(),
                part.backward(),
                100 * part.total() / total));
    return text.toString();
  }

  private static boolean isOwn(StepTiming engine) {
    return engine.name().startsWith("FIRENet");
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }

  private double gigaflops(StepTiming engine) {
    return flops / engine.median() / 1e9;
  }

  JsonObject json() {
    JsonObjectBuilder layers = Json.createObjectBuilder();
    parts.forEach(
        (kind, part) ->
            layers.add(
                kind,
                Json.createObjectBuilder()
                    .add("forward_seconds", part.forward())
                    .add("backward_seconds", part.backward())));
    var rows = Json.createArrayBuilder();
    for (StepTiming engine : engines) {
      JsonObjectBuilder row =
          Json.createObjectBuilder()
              .add("engine", engine.name())
              .add("median_seconds", engine.median())
              .add("min_seconds", engine.fastest())
              .add("max_seconds", engine.slowest())
              .add("gigaflops", gigaflops(engine))
              .add("share_of_peak", gigaflops(engine) / peakGigaflops);
      if (engine.losses().length > 0) {
        row.add("first_loss", engine.losses()[0]);
      }
      engine.memoryBytes().ifPresent(bytes -> row.add("memory_bytes", bytes));
      rows.add(row);
    }
    var size = engines.get(0).size();
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("task", task)
            .add(
                "shape",
                Json.createArrayBuilder().add(size.depth()).add(size.height()).add(size.width()))
            .add("precision", precision)
            .add("threads", threads)
            .add("flops", flops)
            .add("peak_gigaflops", peakGigaflops)
            .add("engines", rows)
            .add("layers", layers);
    residentBytes.ifPresent(bytes -> json.add("resident_bytes", bytes));
    return json.build();
  }
}
