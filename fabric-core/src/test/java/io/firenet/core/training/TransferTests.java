package io.firenet.core.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.data.Split;
import io.firenet.core.engine.TrainingEngine;
import io.firenet.core.engine.WeightCopy;
import io.firenet.core.engine.memory.Weight.Mean;
import io.firenet.core.io.RecordCodec;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.plugin.PluginSource;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunState;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.phantom.PhantomDataset;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.network.Network;
import jakarta.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferTests {

  private static final TrainingConfig CONFIG =
      TestSettings.of("{\"epochs\": 1, \"stepsPerEpoch\": 2}");
  private static final DatasetSource PHANTOM =
      new DatasetSource(Optional.empty(), Map.of("cases", "4"));
  private static final PluginRegistry PLUGINS = plugins();

  @TempDir Path folder;
  private RunFolder first;
  private Transfer transfer;

  @BeforeEach
  void trainFirst() throws Exception {
    first = RunFolder.create(folder.resolve("first"));
    train(first, CONFIG, new RunSetup(PLUGINS).start(first, CONFIG, of("phantom"), "test"));
    transfer = new Transfer(first);
  }

  @Test
  void keptHeadsAndTrunkAreTheOldOnesAndNewHeadsAreFresh() throws Exception {
    RunFolder second = RunFolder.create(folder.resolve("second"));
    var datasets =
        new RunSetup(PLUGINS).start(second, CONFIG, of("phantom", "other"), "test", transfer);
    Map<String, float[]> old = weights(first, "phantom");
    Map<String, float[]> begun = weights(second, "phantom", "other");
    assertArrayEquals(old.get("trunk"), begun.get("trunk"));
    assertArrayEquals(old.get("phantom"), begun.get("phantom"));
    try (TrainingEngine fresh = engine("phantom", "other")) {
      assertArrayEquals(WeightCopy.of(fresh.network("other").own()), begun.get("other"));
    }
    RunState state = train(second, CONFIG, datasets);
    assertEquals(1, state.epochs());
    Map<String, float[]> trained = weights(second, "phantom", "other");
    for (String part : List.of("trunk", "phantom", "other")) {
      assertFalse(Arrays.equals(begun.get(part), trained.get(part)), part);
    }
  }

  @Test
  void frozenTrunkStaysBitForBitAndItsOptimiserToo() throws Exception {
    RunFolder second = RunFolder.create(folder.resolve("second"));
    TrainingConfig frozen = CONFIG.toBuilder().freezeTrunk(true).build();
    RunSetup setup = new RunSetup(PLUGINS);
    train(second, frozen, setup.start(second, frozen, of("other"), "test", transfer));
    TrainingConfig longer = frozen.toBuilder().epochs(2).build();
    train(second, longer, setup.reopen(second, longer, Map.of())); // resumed, still frozen
    assertArrayEquals(
        weights(first, "phantom").get("trunk"), weights(second, "other").get("trunk"));
    try (TrainingEngine engine = engine("other")) {
      second.checkpoints().resume(engine);
      assertEquals(0, engine.trunk().updates());
      assertArrayEquals(
          new float[WeightCopy.of(engine.trunk()).length],
          WeightCopy.of(engine.trunk(), weight -> weight.mean(Mean.GRADIENT)));
      assertEquals(4, engine.network("other").own().updates());
    }
  }

  @Test
  void exportedModelTellsWhereItsTrunkComesFrom() throws Exception {
    RunFolder second = RunFolder.create(folder.resolve("second"));
    train(
        second, CONFIG, new RunSetup(PLUGINS).start(second, CONFIG, of("other"), "test", transfer));
    try (TrainedNetwork head = TrainedNetwork.open(second, PLUGINS, "other")) {
      assertEquals(Optional.of("first, epoch 1"), head.card().provenance().from());
      assertEquals(Map.of("phantom", 3, "other", 3), head.card().provenance().trainedOn());
    }
    RunFolder third = RunFolder.create(folder.resolve("third"));
    Transfer next = new Transfer(second);
    new RunSetup(PLUGINS).start(third, CONFIG, next.sources(Map.of()), "test", next);
    try (TrainedNetwork head = TrainedNetwork.open(third, PLUGINS, "other")) {
      assertEquals(0, head.card().provenance().epochs()); // untrained yet, and still a model
      assertEquals(Map.of("phantom", 3, "other", 3), head.card().provenance().trainedOn());
    }
  }

  @Test
  void sourcesAndSplitsAreThoseOfTheOtherRun() throws Exception {
    assertEquals(Map.of("phantom", PHANTOM), transfer.sources(Map.of()));
    assertEquals(
        Map.of("phantom", PHANTOM), transfer.sources(Map.of("phantom", DatasetSource.none())));
    first.writeSplit(
        "phantom",
        new Split(first.split("phantom").validation(), first.split("phantom").training()));
    RunFolder second = RunFolder.create(folder.resolve("second"));
    new RunSetup(PLUGINS).start(second, CONFIG, of("phantom"), "test", transfer);
    assertEquals(first.split("phantom"), second.split("phantom"));
  }

  @Test
  void casesKeepTheirSidesWhenOthersComeAndGo() throws Exception {
    Split before = first.split("phantom");
    Split known = startWith(first, "7", "more");
    assertTrue(known.training().containsAll(before.training()), known::toString);
    assertTrue(known.validation().containsAll(before.validation()), known::toString);
    assertEquals(7, known.training().size() + known.validation().size());
    assertTrue(known.validation().size() > before.validation().size(), known::toString);
    RunFolder more = RunFolder.open(folder.resolve("more"));
    assertEquals(List.of("phantom"), more.info().givenSplits()); // nobody can draw it again
    assertEquals(known, startWith(more, "7", "same"));
    assertEquals(List.of("phantom"), RunFolder.open(folder.resolve("same")).info().givenSplits());
    Split fewer = startWith(more, "4", "fewer");
    assertTrue(fewer.sameSides(before), fewer::toString);
  }

  private Split startWith(RunFolder from, String cases, String name) throws Exception {
    RunFolder run = RunFolder.create(folder.resolve(name));
    Transfer again = new Transfer(from);
    var source = new DatasetSource(Optional.empty(), Map.of("cases", cases));
    var datasets =
        new RunSetup(PLUGINS).start(run, CONFIG, Map.of("phantom", source), "test", again);
    assertTrue(again.split(datasets.get(0)).orElseThrow().describe().startsWith("cases that keep"));
    return run.split("phantom");
  }

  @Test
  void aGivenSplitMustNotMoveACaseAlsoIfThereAreOthers() throws Exception {
    Split before = first.split("phantom");
    var source = new DatasetSource(Optional.empty(), Map.of("cases", "5"));
    Split moved = new Split(before.validation(), before.training());
    RunFolder second = RunFolder.create(folder.resolve("second"));
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new RunSetup(PLUGINS)
                    .start(
                        second,
                        CONFIG,
                        Map.of("phantom", source),
                        "test",
                        Optional.of(transfer),
                        dataset -> Optional.of(moved)));
    assertTrue(error.getMessage().contains("leave the split out"), error.getMessage());
  }

  @Test
  void whatMustStayIsNamed() throws IOException {
    TrainingConfig other =
        RecordCodec.read(
            CONFIG,
            Json.createReader(new StringReader("{\"network\": {\"nodes\": 2}}")).readObject());
    for (TrainingConfig changed : List.of(other, CONFIG.toBuilder().seed(9).build())) {
      RunFolder second = RunFolder.create(folder.resolve("second"));
      IllegalArgumentException error =
          assertThrows(
              IllegalArgumentException.class,
              () -> new RunSetup(PLUGINS).start(second, changed, of("phantom"), "test", transfer));
      String name = changed == other ? "network.nodes" : "seed";
      assertTrue(error.getMessage().contains(name), error.getMessage());
      assertTrue(error.getMessage().contains("first"), error.getMessage());
    }
  }

  private static Map<String, DatasetSource> of(String... names) {
    Map<String, DatasetSource> sources = new LinkedHashMap<>();
    for (String name : names) {
      sources.put(name, PHANTOM);
    }
    return sources;
  }

  private static RunState train(
      RunFolder run, TrainingConfig config, List<TrainingDataset> datasets) throws Exception {
    return new Trainer(config, datasets, run, TrainingListener.SILENT, () -> false).train();
  }

  private TrainingEngine engine(String... names) throws IOException {
    RunFolder run = RunFolder.create(folder.resolve("engine" + System.nanoTime()));
    Map<String, Network> networks = new LinkedHashMap<>();
    for (TrainingDataset dataset : new RunSetup(PLUGINS).start(run, CONFIG, of(names), "test")) {
      networks.put(dataset.name(), dataset.network().build());
    }
    return new TrainingEngine(networks, CONFIG.seed());
  }

  private Map<String, float[]> weights(RunFolder run, String... names) throws IOException {
    try (TrainingEngine engine = engine(names)) {
      run.checkpoints().readWeights(engine);
      Map<String, float[]> weights = new LinkedHashMap<>();
      weights.put("trunk", WeightCopy.of(engine.trunk()));
      engine.networks().forEach((name, head) -> weights.put(name, WeightCopy.of(head.own())));
      return weights;
    }
  }

  /** The phantoms under another name. */
  private static final class Other implements DatasetProvider {
    @Override
    public DatasetDescriptor descriptor() {
      return renamed(new PhantomDataset().descriptor());
    }

    @Override
    public Dataset open(DatasetSource source) throws IOException {
      Dataset phantom = new PhantomDataset().open(source);
      return new Dataset() {
        @Override
        public DatasetDescriptor descriptor() {
          return renamed(phantom.descriptor());
        }

        @Override
        public List<Case> cases() {
          return phantom.cases();
        }
      };
    }

    private static DatasetDescriptor renamed(DatasetDescriptor d) {
      return d.toBuilder().name("other").build();
    }
  }

  private static PluginRegistry plugins() {
    PluginSource source = PluginSource.classPath(TransferTests.class);
    return new PluginRegistry.Builder()
        .add(new PhantomDataset(), source)
        .add(new Other(), source)
        .add(new SegmentationDecoder(), source)
        .build();
  }
}
