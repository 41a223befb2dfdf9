package io.firenet.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.io.JsonFile;
import io.firenet.core.io.RecordCodec;
import io.firenet.core.onnx.OnnxParity;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.plugin.PluginSource;
import io.firenet.core.training.run.IntensityChoice;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.model.ModelCard;
import io.firenet.preprocess.Inference;
import io.firenet.preprocess.IntensityRule;
import io.firenet.preprocess.LogitsFunction;
import io.firenet.preprocess.SlidingWindow;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules of intensity on their way from training cases into runs and models. */
class IntensityTrainingTests {

  private static final ImageGeometry GRID =
      new ImageGeometry(new GridSize(10, 12, 14), Affine.scaling(1.5, 1.5, 1.5));

  @TempDir private Path folder;

  /**
   * A block of 4 × 5 × 6 voxels of 40 to 60 HU in soft tissue and air.
   *
   * @param metal what its brightest voxel holds
   */
  private record Abdomen(String id, long seed, float metal) implements Case {

    @Override
    public Volume image() {
      Random random = new Random(seed);
      float[] data = new float[(int) GRID.size().voxels()];
      short[] labels = labels().data();
      for (int i = 0; i < data.length; i++) {
        data[i] = labels[i] == 1 ? 40 + random.nextInt(21) : i % 14 < 2 ? -1000 : -80;
      }
      data[data.length - 1] = metal;
      return new Volume(GRID, 1, data);
    }

    @Override
    public LabelMap labels() {
      short[] data = new short[(int) GRID.size().voxels()];
      for (int z = 3; z < 7; z++) {
        for (int y = 3; y < 8; y++) {
          Arrays.fill(data, (z * 12 + y) * 14 + 5, (z * 12 + y) * 14 + 11, (short) 1);
        }
      }
      Arrays.fill(data, 0, 14, LabelMap.IGNORED); // of no influence
      return new LabelMap(GRID, data);
    }
  }

  private record Abdomens(String channel, float metal) implements DatasetProvider {

    @Override
    public DatasetDescriptor descriptor() {
      return DatasetDescriptor.builder("abdomen")
          .title("Abdomen")
          .channels(channel)
          .labels("background", "organ")
          .licence("none")
          .citation("none")
          .needsFolder(false)
          .build();
    }

    @Override
    public Dataset open(DatasetSource source) {
      List<Case> cases = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        cases.add(new Abdomen("c" + i, i, metal));
      }
      return new Dataset() {
        @Override
        public DatasetDescriptor descriptor() {
          return Abdomens.this.descriptor();
        }

        @Override
        public List<Case> cases() {
          return cases;
        }
      };
    }
  }

  private static PluginRegistry plugins(String channel) {
    PluginSource source = PluginSource.classPath(IntensityTrainingTests.class);
    return new PluginRegistry.Builder()
        .add(new Abdomens(channel, 3000), source)
        .add(new SegmentationDecoder(), source)
        .build();
  }

  private static TrainingConfig config(String intensity) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add(
                "network",
                Json.createObjectBuilder()
                    .add("stemChannels", 4)
                    .add("fabricChannels", 6)
                    .add("branches", 1)
                    .add("nodes", 1)
                    .add("rates", Json.createArrayBuilder().add(1)))
            .add("preprocessing", Json.createObjectBuilder().add("spacingMm", 1.5))
            .add("epochs", 1)
            .add("precision", "f32");
    if (!intensity.isEmpty()) {
      json.add("intensity", intensity);
    }
    return RecordCodec.read(TrainingConfig.DEFAULT, json.build());
  }

  private static final Map<String, DatasetSource> SOURCE = Map.of("abdomen", DatasetSource.none());

  private RunFolder train(String channel, String intensity) throws Exception {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    TrainingConfig config = config(intensity);
    List<TrainingDataset> datasets =
        new RunSetup(plugins(channel)).start(run, config, SOURCE, "test");
    new Trainer(config, datasets, run, TrainingListener.SILENT, () -> false).train();
    return run;
  }

  /** The foreground of the cases that train, by itself. */
  private static double[] foreground(RunFolder run) throws Exception {
    List<Case> cases = new Abdomens("CT", 3000).open(DatasetSource.none()).cases();
    List<Float> values = new ArrayList<>();
    for (Case one : run.split("abdomen").trainingCases(cases)) {
      float[] image = one.image().data();
      short[] labels = one.labels().data();
      for (int i = 0; i < image.length; i++) {
        if (labels[i] == 1) {
          values.add(image[i]);
        }
      }
    }
    return values.stream().mapToDouble(Float::doubleValue).sorted().toArray();
  }

  @Test
  void ctIsMeasuredOnTheForegroundOfWhatTrainsAndStaysWithTheModel() throws Exception {
    RunFolder run = train("CT", "");
    double[] expected = foreground(run);
    double mean = Arrays.stream(expected).average().orElseThrow();
    double variance = Arrays.stream(expected).map(v -> (v - mean) * (v - mean)).average().orElse(0);
    List<IntensityRule> rules = run.info().dataset("abdomen").intensity();
    IntensityRule.Ct ct = (IntensityRule.Ct) rules.get(0);
    assertEquals(40, ct.low());
    assertEquals(60, ct.high());
    assertEquals(mean, ct.mean(), 1e-9);
    assertEquals(Math.sqrt(variance), ct.sd(), 1e-9);

    PluginRegistry plugins = plugins("CT");
    List<TrainingDataset> reopened =
        new RunSetup(plugins).reopen(run, run.info().config(), Map.of());
    assertEquals(rules, reopened.get(0).intensity());
    Path model = folder.resolve("model.onnx");
    try (TrainedNetwork head = TrainedNetwork.open(run, plugins, "abdomen")) {
      ModelCard card = head.card();
      assertEquals(Optional.of(rules), card.preprocessing().intensity());
      head.export(model);
      // Metal of 30,000 HU: what the file computes of it is what the trained network does.
      Volume metal = new Abdomen("metal", 9, 30_000).image();
      Inference inference = new Inference(card.preprocessing(), 1, 2);
      try (OnnxParity onnx = new OnnxParity(model)) {
        LogitsFunction file = (image, size) -> applied(onnx, image, size);
        SlidingWindow window = new SlidingWindow(180);
        LabelMap labels = inference.segment(metal, window, file);
        assertEquals(0, different(head.segment(metal), labels));
        Volume scores = inference.scores(metal, window, file);
        for (float score : scores.data()) {
          assertTrue(Math.abs(score) < 100, "metal does not blow logits up, got " + score);
        }
      }
    }
  }

  private static float[] applied(OnnxParity onnx, float[] image, GridSize size) {
    try {
      return onnx.apply(image, size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int different(LabelMap one, LabelMap other) {
    int different = 0;
    for (int i = 0; i < one.data().length; i++) {
      different += one.data()[i] == other.data()[i] ? 0 : 1;
    }
    return different;
  }

  @ParameterizedTest
  @CsvSource({"MR,''", "CT,standardise"})
  void whatIsStandardisedIsWrittenAsEver(String channel, String intensity) throws Exception {
    RunFolder run = train(channel, intensity);
    assertEquals(List.of(), run.info().dataset("abdomen").intensity());
    JsonObject json = JsonFile.readObject(run.path().resolve("run.json"));
    JsonArray datasets = json.getJsonArray("datasets");
    assertFalse(datasets.getJsonObject(0).containsKey("intensity"));
  }

  @Test
  void percentilesAreTakenWhereTheyAreAskedFor() throws Exception {
    RunFolder run = train("CT", "percentile");
    assertEquals(List.of(IntensityRule.PERCENTILE), run.info().dataset("abdomen").intensity());
  }

  /** Runs from before there were rules of intensity say nothing of them. */
  @Test
  void anOlderRunKeepsThePapersRule() throws Exception {
    RunFolder run = train("CT", "standardise");
    Path file = run.path().resolve("run.json");
    JsonObject json = JsonFile.readObject(file);
    JsonObject config =
        Json.createObjectBuilder(json.getJsonObject("config")).remove("intensity").build();
    Files.writeString(
        file, Json.createObjectBuilder(json).add("config", config).build().toString());
    RunFolder older = RunFolder.open(run.path());
    assertEquals(IntensityChoice.STANDARDISE, older.info().config().intensity());
    TrainingConfig longer = older.info().config().toBuilder().epochs(2).build();
    List<TrainingDataset> datasets = new RunSetup(plugins("CT")).reopen(older, longer, Map.of());
    assertEquals(List.of(), datasets.get(0).intensity());
    new Trainer(longer, datasets, older, TrainingListener.SILENT, () -> false).train();
    assertEquals(List.of(), older.info().dataset("abdomen").intensity());
  }

  @Test
  void aRunThatBeginsWithAnotherKeepsTheRuleThatTheStemHasLearnt() throws Exception {
    RunFolder first = train("CT", "percentile");
    RunFolder second = RunFolder.create(folder.resolve("second"));
    new RunSetup(plugins("CT"))
        .start(second, config("standardise"), SOURCE, "test", new Transfer(first));
    assertEquals(List.of(IntensityRule.PERCENTILE), second.info().dataset("abdomen").intensity());
  }

  @Test
  void aForegroundOfOneValueIsToldInOneLine() {
    DatasetDescriptor ct = new Abdomens("CT", 0).descriptor();
    Case flat =
        new Case() {
          @Override
          public String id() {
            return "flat";
          }

          @Override
          public Volume image() {
            float[] data = new float[(int) GRID.size().voxels()];
            Arrays.fill(data, 0, 60, -1000);
            return new Volume(GRID, 1, data);
          }

          @Override
          public LabelMap labels() {
            return new Abdomen("", 0, 0).labels();
          }
        };
    String message =
        assertThrows(
                InvalidDatasetException.class,
                () -> ForegroundIntensities.of(ct, IntensityChoice.AUTO, List.of(flat)))
            .getMessage();
    assertTrue(message.startsWith("dataset abdomen: the foreground of its 1 training cases"));
    assertTrue(message.endsWith("set \"intensity\": \"standardise\" in --config"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "CT,CT",
    "ct,CT",
    "CT (portal venous),CT",
    "CT_late,CT",
    "CTA,CT",
    "Computed Tomography,CT",
    "MR,STANDARDISE",
    "T1w,STANDARDISE",
    "PET/CT,STANDARDISE",
    "CT perfusion CBF,STANDARDISE",
    "active,STANDARDISE",
    "T2,STANDARDISE",
    "doctor,STANDARDISE"
  })
  void theRuleFollowsTheNameOfTheChannel(String channel, IntensityChoice expected) {
    assertEquals(expected, IntensityChoice.AUTO.of(channel));
    assertEquals(IntensityChoice.PERCENTILE, IntensityChoice.PERCENTILE.of(channel));
  }
}
