package io.firenet.core.report.training;

import io.firenet.core.bench.ProcessMemory;
import io.firenet.core.training.MemoryPlan;
import io.firenet.core.training.TrainingListener;
import io.firenet.core.training.run.LiveStep;
import io.firenet.core.training.run.LiveStep.PlannedCase;
import io.firenet.core.training.run.RunFolder;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells other processes where a run is within an epoch, every few seconds, see {@link LiveStep}.
 */
public final class LiveFile implements TrainingListener {

  private static final Logger LOG = LoggerFactory.getLogger(LiveFile.class);
  private static final long EVERY_NANOS = 2_000_000_000L;

  private final RunFolder run;
  private List<PlannedCase> plan = List.of();
  private long plannedBytes;
  private long written = System.nanoTime() - EVERY_NANOS;
  private boolean failed;

  /**
   * @param run in whose folder it becomes {@code live.json}
   */
  public LiveFile(RunFolder run) {
    this.run = run;
  }

  @Override
  public void memoryPlanned(MemoryPlan memory) {
    plannedBytes = memory.totalBytes();
    plan =
        memory.datasets().entrySet().stream()
            .map(each -> new PlannedCase(each.getKey(), each.getValue().toString()))
            .toList();
  }

  @Override
  public void stepBegins(int epoch, int step, int steps, String dataset) {
    tell(epoch, "training", step, steps, dataset);
  }

  @Override
  public void validationDone(int epoch, int done, int total) {
    tell(epoch, "validation", done, total, "");
  }

  private void tell(int epoch, String phase, int step, int steps, String dataset) {
    long now = System.nanoTime();
    if (failed || now - written < EVERY_NANOS) {
      return;
    }
    written = now;
    String at = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    try {
      long resident = ProcessMemory.resident().orElse(0);
      run.writeLive(
          new LiveStep(epoch, phase, step, steps, dataset, resident, plannedBytes, plan, at));
    } catch (IOException e) {
      failed = true; // nobody's training ends for that
      LOG.warn("{} cannot be written, so that others see each epoch's end only", "live.json");
    }
  }
}
