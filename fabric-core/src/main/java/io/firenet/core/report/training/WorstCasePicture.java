package io.firenet.core.report.training;

import io.firenet.core.evaluation.Structures;
import io.firenet.core.io.OutputException;
import io.firenet.core.picture.Overlay;
import io.firenet.core.training.TrainingListener;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunResults;
import io.firenet.core.training.run.RunState;
import io.firenet.core.training.validation.SegmentedCase;
import io.firenet.file.AtomicFile;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A picture of each dataset's worst validation case, reference above and prediction below, {@code
 * worst/DATASET.png}, and what it shows, {@code worst.json}. Drawn after a validation, but not
 * again within a minute, and after the last one in any case.
 */
public final class WorstCasePicture implements TrainingListener {

  private static final long EVERY_NANOS = 60_000_000_000L;

  private final Path folder;
  private final Map<String, SegmentedCase> worst = new LinkedHashMap<>();
  private int epoch;
  private long drawn = System.nanoTime() - EVERY_NANOS;
  private boolean pending;

  /**
   * @param run in whose folder the pictures go
   */
  public WorstCasePicture(RunFolder run) {
    folder = run.path();
  }

  @Override
  public void caseSegmented(int epoch, SegmentedCase one) {
    if (epoch != this.epoch) {
      worst.clear();
      this.epoch = epoch;
    }
    if (Double.isFinite(one.score().value())) {
      worst.merge(
          one.dataset().name(),
          one,
          (before, now) -> now.score().value() < before.score().value() ? now : before);
      pending = true;
    }
  }

  @Override
  public void epochDone(RunState state) throws IOException {
    if (pending && System.nanoTime() - drawn >= EVERY_NANOS) {
      draw();
    }
  }

  @Override
  public void runDone(RunResults results) throws IOException {
    if (pending) {
      draw();
    }
  }

  private void draw() throws IOException {
    JsonArrayBuilder examples = Json.createArrayBuilder();
    for (SegmentedCase one : worst.values()) {
      String name = "worst/%s.png".formatted(one.dataset().name());
      Path file = folder.resolve(name);
      OutputException.writing(file, () -> Files.createDirectories(file.getParent()));
      var image = one.subject().image();
      var reference = one.subject().labels();
      OutputException.writing(
          file,
          () ->
              Overlay.writeComparison(
                  image,
                  reference,
                  one.predicted(),
                  Structures.of(one.dataset().descriptor()).pictureNames(),
                  file));
      examples.add(
          Json.createObjectBuilder()
              .add("dataset", one.dataset().name())
              .add("caseId", one.subject().id())
              .add("rank", "worst")
              .add("dice", one.score().value())
              .add("epoch", epoch)
              .add("file", name));
    }
    Path index = folder.resolve("worst.json");
    OutputException.writing(
        index,
        () ->
            AtomicFile.writeJson(
                index, Json.createObjectBuilder().add("examples", examples).build()));
    worst.clear();
    pending = false;
    drawn = System.nanoTime();
  }
}
