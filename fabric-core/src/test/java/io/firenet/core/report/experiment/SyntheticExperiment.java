package io.firenet.core.report.experiment;

import io.firenet.core.data.Folds;
import io.firenet.core.data.Split;
import io.firenet.core.evaluation.Score;
import io.firenet.core.experiment.CaseResult;
import io.firenet.core.experiment.DatasetFingerprint;
import io.firenet.core.experiment.DatasetFingerprint.Range;
import io.firenet.core.experiment.Environment;
import io.firenet.core.experiment.ExampleSlices;
import io.firenet.core.experiment.ExampleSlices.Rank;
import io.firenet.core.experiment.Experiment;
import io.firenet.core.experiment.ExperimentDataset;
import io.firenet.core.experiment.ExperimentRun;
import io.firenet.core.experiment.ExperimentSettings;
import io.firenet.core.experiment.RunOutcome;
import io.firenet.core.io.RecordCodec;
import io.firenet.core.picture.Overlay;
import io.firenet.core.training.run.DatasetLoss;
import io.firenet.core.training.run.EpochRecord;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetSource;
import io.firenet.file.AtomicFile;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** An experiment of made-up figures, in the shape of the paper's first. */
final class SyntheticExperiment {

  private static final int CASES = 24;
  private static final int FOLDS = 3;
  private static final List<String> BONES = List.of("msk-hip", "msk-knee", "msk-shoulder");
  private static final Environment MACHINE =
      new Environment(
          "FIRENet 0.1.0", "OpenJDK 17.0.9", "Linux 6.1, amd64", "A processor", 2, 24L << 30, "m");

  private final Random random = new Random(5);
  private final Path folder;

  private SyntheticExperiment(Path folder) {
    this.folder = folder;
  }

  /** Writes it. */
  static void write(Path folder, Predicate<ExperimentRun> done) throws IOException {
    new SyntheticExperiment(folder).write(done);
  }

  private void write(Predicate<ExperimentRun> done) throws IOException {
    List<ExperimentDataset> datasets = new ArrayList<>();
    datasets.add(
        dataset(
            "prostate-mr",
            ExperimentRun.Stage.PRETRAINING,
            List.of("background", "body", "bone", "bladder", "rectum", "prostate")));
    BONES.forEach(
        bone ->
            datasets.add(
                dataset(bone, ExperimentRun.Stage.TRAINING, List.of("background", "bone"))));
    List<ExperimentRun> runs = new ArrayList<>();
    for (String method : List.of("FIRENet", "3D U-Net", "improved 3D U-Net", "V-Net", "CAN3D")) {
      runs(runs, method, ExperimentRun.Stage.PRETRAINING, List.of("prostate-mr"), false);
    }
    runs(runs, "FIRENet-R", ExperimentRun.Stage.TRAINING, BONES, false);
    runs(runs, "FIRENet-T", ExperimentRun.Stage.TRAINING, BONES, false);
    runs(runs, "nnU-Net pooled", ExperimentRun.Stage.TRAINING, BONES, true);
    Experiment experiment =
        new Experiment(
            Experiment.Kind.BONES,
            "FIRENet 0.1.0",
            "2026-11-23T10:00:00Z",
            new ExperimentSettings(
                TrainingConfig.DEFAULT, FOLDS, FOLDS, List.of("firenet", "unet3d", "vnet")),
            datasets,
            runs);
    AtomicFile.writeJson(folder.resolve("experiment.json"), RecordCodec.write(experiment));
    for (ExperimentDataset dataset : datasets) {
      folds().write(folder.resolve("splits").resolve(dataset.name() + ".json"));
    }
    for (ExperimentRun run : runs) {
      if (done.test(run)) {
        AtomicFile.writeJson(
            folder.resolve("runs").resolve(run.id()).resolve("outcome.json"),
            RecordCodec.write(outcome(run, experiment)));
      }
    }
  }

  private static void runs(
      List<ExperimentRun> runs,
      String method,
      ExperimentRun.Stage stage,
      List<String> datasets,
      boolean pooled) {
    for (int fold = 1; fold <= FOLDS; fold++) {
      String id =
          "%s-%s-fold%d".formatted(stage, method, fold).toLowerCase(Locale.ROOT).replace(' ', '-');
      Optional<String> from =
          method.endsWith("-T") ? Optional.of("pretraining-firenet-fold" + fold) : Optional.empty();
      runs.add(
          new ExperimentRun(
              id, method, method.toLowerCase(Locale.ROOT), stage, fold, datasets, pooled, from));
    }
  }

  private static ExperimentDataset dataset(
      String name, ExperimentRun.Stage stage, List<String> labels) {
    return new ExperimentDataset(
        DatasetDescriptor.builder(name)
            .title("Images of " + name)
            .channels("MRI")
            .labels(labels)
            .licence("CC-BY 4.0")
            .citation("A paper about " + name)
            .build(),
        new DatasetSource(Optional.of(Path.of("data", name)), Map.of()),
        stage,
        new DatasetFingerprint(
            CASES,
            CASES,
            new Range(240, 256, 320),
            new Range(240, 256, 320),
            new Range(31, 40, 50),
            new Range(0.9, 0.91, 0.94),
            new Range(0.9, 0.91, 0.94),
            new Range(5.2, 5.2, 5.2)));
  }

  private static Folds folds() {
    List<Split> splits = new ArrayList<>();
    for (int fold = 0; fold < FOLDS; fold++) {
      int here = fold;
      splits.add(
          new Split(
              ids().filter(i -> i % FOLDS != here).mapToObj(i -> "case-" + i).toList(),
              ids().filter(i -> i % FOLDS == here).mapToObj(i -> "case-" + i).toList()));
    }
    return new Folds(splits);
  }

  private static IntStream ids() {
    return IntStream.range(0, CASES);
  }

  private RunOutcome outcome(ExperimentRun run, Experiment experiment) throws IOException {
    List<CaseResult> cases = new ArrayList<>();
    List<ExampleSlices> examples = new ArrayList<>();
    Map<String, Long> parameters = new LinkedHashMap<>();
    for (String name : run.datasets()) {
      List<String> labels = experiment.dataset(name).descriptor().labels();
      parameters.put(name, 30_000_000L + 10_000L * run.method().length());
      for (int i = run.fold() - 1; i < CASES; i += FOLDS) {
        for (int label = 1; label < labels.size(); label++) {
          cases.add(result(run, name, i, label, labels.get(label)));
        }
      }
      if (run.fold() == 1 && run.method().startsWith("FIRENet") && !name.endsWith("knee")) {
        for (Rank rank : Rank.values()) {
          examples.add(example(run, name, rank, labels));
        }
      }
    }
    return new RunOutcome(
        run,
        experiment.settings().training(),
        history(run),
        9,
        160,
        600,
        1.25,
        42,
        3L << 30,
        parameters,
        cases,
        examples,
        MACHINE,
        "2026-11-23T11:0%d:00Z".formatted(run.fold()));
  }

  private CaseResult result(ExperimentRun run, String dataset, int id, int label, String name) {
    double quality =
        run.method().equals("FIRENet-T") ? 0.96 : run.method().startsWith("FIRENet") ? 0.94 : 0.9;
    double dice = Math.max(0, Math.min(1, quality - Math.abs(random.nextGaussian()) * 0.04));
    boolean missed = name.equals("bladder") && id == 5;
    return new CaseResult(
        dataset,
        "case-" + id,
        label,
        name,
        missed ? 0 : dice,
        missed ? Double.NaN : 60 * (1 - dice) + random.nextDouble(),
        missed ? Double.NaN : 20 * (1 - dice) + random.nextDouble(),
        missed ? Double.NaN : 6 * (1 - dice) + 0.1 * random.nextDouble());
  }

  private List<EpochRecord> history(ExperimentRun run) {
    List<EpochRecord> history = new ArrayList<>();
    double speed = run.method().equals("FIRENet-T") ? 2.5 : 1;
    for (int epoch = 1; epoch <= 20; epoch++) {
      Map<String, Score> scores = new LinkedHashMap<>();
      Map<String, DatasetLoss> losses = new LinkedHashMap<>();
      for (String name : run.datasets()) {
        double value = 0.95 * (1 - Math.exp(-speed * epoch / 5.0)) + 0.01 * random.nextGaussian();
        scores.put(name, new Score("Dice", Math.max(0, value)));
        losses.put(name, new DatasetLoss(8, 2.0 / epoch, 2.1 / epoch));
      }
      history.add(
          new EpochRecord(
              epoch,
              2.0 / epoch,
              2.1 / epoch,
              scores,
              losses,
              0.1,
              30,
              1e-3,
              Optional.empty(),
              Optional.empty(),
              Optional.empty()));
    }
    return history;
  }

  private ExampleSlices example(ExperimentRun run, String dataset, Rank rank, List<String> labels)
      throws IOException {
    String file = "examples/%s-%s.png".formatted(dataset, rank).toLowerCase(Locale.ROOT);
    ImageGeometry grid = ImageGeometry.axisAligned(new GridSize(24, 30, 36), 2);
    int radius = rank == Rank.WORST ? 6 : 9;
    float[] image = new float[(int) grid.size().voxels()];
    for (int i = 0; i < image.length; i++) {
      image[i] = ball(i, 10) * 100 + ball(i, 4) * 80 + random.nextInt(40);
    }
    Overlay.writeComparison(
        new Volume(grid, 1, image),
        labels(grid, 10),
        labels(grid, radius),
        labels,
        folder.resolve("runs").resolve(run.id()).resolve(file));
    double dice = rank == Rank.WORST ? 0.71 : 0.93;
    boolean sameCase = rank == Rank.WORST || run.method().equals("FIRENet"); // as of two
    return new ExampleSlices(dataset, sameCase ? "case-3" : "case-7", rank, dice, file);
  }

  private static LabelMap labels(ImageGeometry grid, int radius) {
    short[] labels = new short[(int) grid.size().voxels()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (short) ball(i, radius);
    }
    return new LabelMap(grid, labels);
  }

  private static int ball(int index, int radius) {
    int w = index % 36 - 18;
    int h = index / 36 % 30 - 15;
    int d = index / (36 * 30) - 12;
    return w * w + h * h + d * d < radius * radius ? 1 : 0;
  }
}
