package io.firenet.core.training;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.data.Split;
import io.firenet.core.engine.Compute;
import io.firenet.core.engine.FakeGpu;
import io.firenet.core.engine.step.Checkpointing;
import io.firenet.core.training.run.CheckpointingPolicy;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.phantom.PhantomDataset;
import io.firenet.preprocess.PreprocessingPlan;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemoryPlanTests {

  private static final TrainingConfig AUTO = TrainingConfig.DEFAULT;

  private List<TrainingDataset> datasets;

  @BeforeEach
  void openPhantom() throws Exception {
    var phantom = new PhantomDataset().open(DatasetSource.none());
    Split split = Split.draw(phantom.cases(), 0.2, 1);
    datasets =
        List.of(
            new TrainingDataset(
                phantom,
                FireNetOf.segmenting(phantom.descriptor()),
                split,
                List.of(),
                "",
                List.of()));
  }

  @Test
  void keepsAllWhereThereIsRoom() throws Exception {
    MemoryPlan plan = plan(AUTO, Long.MAX_VALUE);
    assertEquals(Checkpointing.OFF, plan.datasets().get("phantom").checkpointing());
  }

  @Test
  void keepsJustWhatFits() throws Exception {
    long all = plan(AUTO, Long.MAX_VALUE).totalBytes();
    MemoryPlan tight = plan(AUTO, all - 1);
    assertNotEquals(Checkpointing.OFF, tight.datasets().get("phantom").checkpointing());
    assertTrue(tight.totalBytes() < all, tight::toString);
    assertEquals(all, plan(AUTO, all).totalBytes());
  }

  @Test
  void refusesNoStepsThatOthersDo() throws Exception {
    RunMemory others = new RunMemory(() -> 800L << 20, true);
    assertThrows(InvalidDatasetException.class, () -> plan(AUTO, 800L << 20));
    MemoryPlan plan = MemoryPlan.of(AUTO, datasets, Compute.here(), others);
    assertEquals(Checkpointing.OFF, plan.datasets().get("phantom").checkpointing());
    RunMemory none = new RunMemory(() -> 1, true);
    assertThrows(
        IllegalArgumentException.class, // it has the weights
        () -> MemoryPlan.of(AUTO, datasets, Compute.here(), none));
  }

  @Test
  void refusesWhatCannotFitWithTheCaseAndTheRemedy() throws Exception {
    long least = plan(with(CheckpointingPolicy.ON), Long.MAX_VALUE).totalBytes();
    InvalidDatasetException error =
        assertThrows(InvalidDatasetException.class, () -> plan(AUTO, least - 1));
    String largest = plan(AUTO, least).datasets().get("phantom").caseId();
    assertTrue(error.getMessage().contains("case " + largest), error.getMessage());
    assertTrue(error.getMessage().contains("maxSide"), error.getMessage());
  }

  @Test
  void saysWhenCheckpointingWasTurnedOff() throws Exception {
    long all = plan(AUTO, Long.MAX_VALUE).totalBytes();
    InvalidDatasetException error =
        assertThrows(
            InvalidDatasetException.class, () -> plan(with(CheckpointingPolicy.OFF), all - 1));
    assertTrue(error.getMessage().contains("leave out --checkpointing off"), error.getMessage());
  }

  @Test
  void refusesScoresThatOneTensorCannotHold() {
    PreprocessingPlan fine = new PreprocessingPlan(0.05, 900);
    TrainingConfig config = AUTO.toBuilder().preprocessing(fine).build();
    String message =
        assertThrows(InvalidDatasetException.class, () -> plan(config, Long.MAX_VALUE))
            .getMessage();
    assertTrue(message.contains("take more than 2 GiB"), message);
    int side = Integer.parseInt(message.replaceAll(".*\"maxSide\": (\\d+).*", "$1"));
    TrainingConfig smaller =
        config.toBuilder().preprocessing(new PreprocessingPlan(0.05, side)).build();
    assertDoesNotThrow(() -> plan(smaller, Long.MAX_VALUE), message);
  }

  private MemoryPlan plan(TrainingConfig config, long availableBytes) throws IOException {
    return plan(config, Compute.here(), availableBytes);
  }

  private MemoryPlan plan(TrainingConfig config, Compute compute, long availableBytes)
      throws IOException {
    return MemoryPlan.of(config, datasets, compute, RunMemory.share(() -> availableBytes));
  }

  private static TrainingConfig with(CheckpointingPolicy checkpointing) {
    return AUTO.toBuilder().checkpointing(checkpointing).build();
  }

  @Test
  void asksADeviceWithMemoryOfItsOwn() throws Exception {
    Compute roomy = new FakeGpu(1L << 40, () -> false).compute();
    assertEquals(Checkpointing.OFF, plan(AUTO, roomy, 0).datasets().get("phantom").checkpointing());
    Compute small = new FakeGpu(5L << 27, () -> false).compute();
    String message =
        assertThrows(InvalidDatasetException.class, () -> plan(AUTO, small, Long.MAX_VALUE))
            .getMessage();
    assertTrue(message.contains("of which 0.6 GiB are available on cuda:0"), message);
  }
}
