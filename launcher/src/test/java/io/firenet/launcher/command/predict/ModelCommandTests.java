package io.firenet.launcher.command.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.plugin.PluginRegistry;
import io.firenet.dataset.Case;
import io.firenet.dataset.DatasetSource;
import io.firenet.format.ImageFormats;
import io.firenet.format.nifti.Nifti;
import io.firenet.launcher.BuiltPlugins;
import io.firenet.launcher.CommandRun;
import io.firenet.launcher.PhantomModel;
import io.firenet.launcher.process.ExitCode;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that use a model, with a small one of random weights for the phantom dataset. */
class ModelCommandTests {

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path model;
  private static Case phantom;

  @BeforeAll
  static void exportModel() throws IOException {
    BuiltPlugins.copyTo(Files.createDirectory(shared.resolve("plugins")));
    model = shared.resolve("phantom.onnx");
    PluginRegistry plugins = PluginRegistry.fromClassPath();
    DatasetSource small = new DatasetSource(Optional.empty(), Map.of("size", "24"));
    phantom = plugins.dataset("phantom").open(small).cases().get(0);
    PhantomModel.export(new PreprocessingPlan(2, 20), model);
  }

  private static CommandRun run(Object... args) {
    return CommandRun.of(args);
  }

  @Test
  void infoTellsWhatTheModelIs() {
    CommandRun text = run("info", model);
    assertEquals(ExitCode.OK, text.code(), text::toString);
    assertTrue(text.out().contains("1 liver, 2 kidneys"), text.out());
    assertTrue(text.out().contains("phantom (5 cases, those for validation included)"), text.out());
    assertTrue(run("info", model, "--json").out().startsWith("{"), text.out());
  }

  @Test
  void predictWritesLabelsOnTheImagesGridAndAPicture() throws IOException {
    Path image = folder.resolve("image.nii.gz");
    Nifti.write(image, phantom.image());
    Path labels = folder.resolve("new/labels.nii.gz");
    Path picture = folder.resolve("new/picture.png");
    CommandRun result =
        run("predict", "--model", model, "--in", image, "--out", labels, "--overlay", picture);
    assertEquals(ExitCode.OK, result.code(), result::toString);
    LabelMap written = Nifti.readLabels(labels);
    assertTrue(written.geometry().matches(phantom.image().geometry(), 1e-4));
    assertTrue(Files.size(picture) > 1000);
  }

  @Test
  void predictNamesTheBadImageOfAFolderAndSegmentsTheOthers() throws IOException {
    Path images = Files.createDirectory(folder.resolve("images"));
    Nifti.write(images.resolve("a.nii.gz"), phantom.image());
    ImageGeometry grid = ImageGeometry.axisAligned(new GridSize(12, 12, 12), 1);
    Nifti.write(images.resolve("b.nii"), new Volume(grid, 2, new float[2 * 12 * 12 * 12]));
    Files.writeString(images.resolve("c.nii.gz"), "no image");
    Files.writeString(images.resolve("._a.nii.gz"), "what macOS leaves behind");
    Files.writeString(
        images.resolve("d.mha"),
        """
        NDims = 3
        DimSize = 12 12 12
        ElementType = MET_UCHAR
        ElementDataFile = LOCAL
        """
            + "xyz".repeat(12 * 12 * 4));
    Path out = folder.resolve("labels");
    CommandRun result = run("predict", "--model", model, "--in", images, "--out", out);
    assertEquals(ExitCode.DATA, result.code(), result::toString);
    assertEquals("2 images segmented, 2 failed", result.lastLine());
    assertEquals(2, result.err().lines().count(), result.err());
    assertTrue(result.err().contains("b.nii") && result.err().contains("c.nii.gz"), result.err());
    assertTrue(Files.exists(out.resolve("a.nii.gz")));
    assertFalse(Files.exists(out.resolve("c.nii.gz")));
    assertTrue(
        ImageFormats.readGeometry(out.resolve("d.nii.gz"))
            .matches(ImageFormats.readGeometry(images.resolve("d.mha")), 1e-4));
  }

  @Test
  void predictTakesAllOptionsOfTheRuntime() throws IOException {
    Path image = folder.resolve("image.nii.gz");
    Nifti.write(image, phantom.image());
    Path plain = folder.resolve("plain.nii.gz");
    Path out = folder.resolve("out.nii.gz");
    run("predict", "--model", model, "--in", image, "--out", plain);
    CommandRun all =
        run(
            ("predict --model %s %s --in %s --out %s --device auto --threads 1 --overlap 0.25"
                    + " --mirroring --largest-component liver,kidneys --memory-budget 2G")
                .formatted(model, model, image, out)
                .split(" "));
    assertEquals(ExitCode.OK, all.code(), all::toString);
    assertTrue(all.err().startsWith("firenet: device C"), all.err());
    short[] expected = Nifti.readLabels(plain).data();
    short[] labels = Nifti.readLabels(out).data();
    assertEquals(expected.length, labels.length);
    assertFalse(Arrays.equals(expected, labels), "the options change nothing");
  }

  @Test
  void optionsThatCannotBeAreNamedWithTheChoices() throws IOException {
    Path image = folder.resolve("image.nii.gz");
    Nifti.write(image, phantom.image());
    Object[] plain = {"predict", "--model", model, "--in", image, "--out", image + ".nii"};
    with(plain, "--device", "tpu").assertError(ExitCode.USAGE, "CPU", "CUDA", "TENSORRT", "AUTO");
    with(plain, "--overlap", "1").assertError(ExitCode.USAGE, "0 to below 1", "'1'");
    with(plain, "--threads", "-1").assertError(ExitCode.USAGE, "threads", "'-1'");
    with(plain, "--memory-budget", "much").assertError(ExitCode.USAGE, "20G", "'much'");
    with(plain, "--largest-component", "spleen").assertError(ExitCode.USAGE, "[liver, kidneys, ");
    with(plain, "--memory-budget", "1M")
        .assertError(ExitCode.DATA, image.toString(), "the memory budget is 1 MB");
  }

  @Test
  void tilesThatSaveMemoryAreTold() throws IOException {
    Path image = folder.resolve("large.nii");
    GridSize size = new GridSize(100, 100, 100);
    float[] voxels = new float[100 * 100 * 100];
    Arrays.fill(voxels, 5000, 200_000, 1);
    Nifti.write(image, new Volume(ImageGeometry.axisAligned(size, 1), 1, voxels));
    Path out = folder.resolve("labels.nii");
    Path large = folder.resolve("large.onnx");
    PhantomModel.export(new PreprocessingPlan(1, 100), large);
    Object[] plain = {"predict", "--model", large, "--in", image, "--out", out};
    assertEquals("", with(plain, "--memory-budget", "2G").err());
    CommandRun small = with(plain, "--memory-budget", "150M");
    assertEquals(ExitCode.OK, small.code(), small::toString);
    assertTrue(small.err().contains("instead of 100×100×100 voxels"), small.err());
  }

  private static CommandRun with(Object[] arguments, String option, String value) {
    return run(Stream.concat(Arrays.stream(arguments), Stream.of(option, value)).toArray());
  }

  @Test
  void predictNeverReplacesTheImages() throws IOException {
    Nifti.write(folder.resolve("a.nii.gz"), phantom.image());
    run("predict", "--model", model, "--in", folder, "--out", folder).assertError(ExitCode.USAGE);
    assertEquals(phantom.image().size(), Nifti.readVolume(folder.resolve("a.nii.gz")).size());
  }

  @Test
  void eachKindOfErrorHasItsCode() throws IOException {
    Path image = folder.resolve("image.nii.gz");
    Nifti.write(image, phantom.image());
    Path out = folder.resolve("out.nii.gz");
    run("predict", "--model", image, "--in", image, "--out", out)
        .assertError(ExitCode.MODEL, image.toString());
    run("info", folder.resolve("absent.onnx")).assertError(ExitCode.MODEL, "absent.onnx");
    run("predict", "--model", model, "--in", folder.resolve("absent.nii"), "--out", out)
        .assertError(ExitCode.DATA, "absent.nii");
    run("predict", "--model", model, "--in", image, "--out", folder.resolve("labels.txt"))
        .assertError(ExitCode.USAGE, ".nii.gz");
    run("predict", "--model", model, "--in", image, "--out", image.resolve("x.nii.gz"))
        .assertError(ExitCode.OUTPUT, image.toString());
  }

  @Test
  void evaluateMeasuresTheValidationCasesOrAll() throws IOException {
    Path json = folder.resolve("summary.json");
    Object[] all = {
      "evaluate",
      "--model",
      model,
      "--data",
      "phantom:cases=5,size=24",
      "--split",
      "all",
      "--json",
      json,
      "--plugins",
      shared.resolve("plugins")
    };
    CommandRun result = run(all);
    assertEquals(ExitCode.OK, result.code(), result::toString);
    assertTrue(
        result.out().contains("1 liver") && result.out().endsWith("5 cases\n"), result.out());
    try (Reader reader = Files.newBufferedReader(json)) {
      JsonObject summary = Json.createReader(reader).readObject();
      assertEquals(5, summary.getJsonArray("metric_per_case").size());
    }
    CommandRun validation =
        run(
            "evaluate",
            "--model",
            model,
            "--data",
            "phantom:cases=5,size=24",
            "--plugins",
            shared.resolve("plugins"));
    assertTrue(validation.out().endsWith("1 case\n"), validation.out());
    run(
            "evaluate",
            "--model",
            model,
            "--data",
            "phantom:cases=6,size=24",
            "--plugins",
            shared.resolve("plugins"))
        .assertError(ExitCode.USAGE, "5 cases", "here are 6", "--split all");
  }

  @Test
  void predictTellsHowLargeEachStructureIsAndKeepsProbabilities() throws IOException {
    Path image = folder.resolve("image.nii.gz");
    Nifti.write(image, phantom.image());
    Path labels = folder.resolve("labels.nii.gz");
    Path picture = folder.resolve("picture.png");
    CommandRun told =
        run(
            "predict",
            "--model",
            model,
            "--in",
            image,
            "--out",
            labels,
            "--save-probabilities",
            "--overlay",
            picture,
            "--view",
            "radiological");
    assertEquals(ExitCode.OK, told.code(), told::toString);
    LabelMap map = ImageFormats.readLabels(labels);
    assertEquals(1, told.out().lines().count(), told::toString);
    assertTrue(told.out().startsWith(image + ": "), told::toString);
    double voxelMl = map.geometry().voxelToWorld().determinant();
    for (int label = 1; label < 5; label++) {
      short wanted = (short) label;
      long voxels =
          IntStream.range(0, map.data().length).filter(i -> map.data()[i] == wanted).count();
      String name = List.of("", "liver", "kidneys", "spine", "aorta").get(label);
      assertEquals(voxels > 0, told.out().contains(name), told::toString);
      if (voxels > 0) {
        double ml =
            Double.parseDouble(told.out().replaceFirst("(?s).*" + name + " (\\S+) ml.*", "$1"));
        assertEquals(voxels * Math.abs(voxelMl) / 1000, ml, 1e-3 * ml);
      }
    }
    Volume probabilities = ImageFormats.readVolume(folder.resolve("labels.probabilities.nii.gz"));
    assertEquals(5, probabilities.channels());
    int voxels = map.data().length;
    for (int i = 0; i < voxels; i += 97) {
      double sum = 0;
      int best = 0;
      for (int c = 0; c < 5; c++) {
        float p = probabilities.data()[c * voxels + i];
        sum += p;
        best = p > probabilities.data()[best * voxels + i] ? c : best;
      }
      assertEquals(1, sum, 1e-4);
      assertEquals(map.data()[i], best);
    }
  }

  @Test
  void labelMapsOfAnyOriginAreComparedWithoutAModel() throws IOException {
    Path references = Files.createDirectory(folder.resolve("references"));
    Path predictions = Files.createDirectory(folder.resolve("predictions"));
    LabelMap reference = phantom.labels();
    short[] wrong = reference.data().clone();
    for (int i = 0; i < wrong.length; i++) {
      wrong[i] = wrong[i] == 1 ? (short) 2 : wrong[i];
    }
    ImageFormats.write(references.resolve("a.nii.gz"), reference);
    ImageFormats.write(references.resolve("b.nii.gz"), reference);
    ImageFormats.write(predictions.resolve("a.mha"), reference);
    run("evaluate", "--predictions", predictions, "--references", references)
        .assertError(ExitCode.DATA, "no prediction for 1 of 2 cases", ": b");
    ImageFormats.write(predictions.resolve("b.nii"), new LabelMap(reference.geometry(), wrong));
    ImageFormats.write(predictions.resolve("c.nii"), reference);
    Path json = folder.resolve("summary.json");
    CommandRun compared =
        run(
            "evaluate",
            "--predictions",
            predictions,
            "--references",
            references,
            "--labels",
            "background,liver",
            "--json",
            json);
    assertEquals(ExitCode.OK, compared.code(), compared::toString);
    assertTrue(compared.out().contains("1 liver"), compared::toString);
    assertTrue(compared.out().contains("2 label 2"), compared::toString);
    assertTrue(compared.out().contains("0.5000"), compared::toString); // liver: 1 and 0
    assertTrue(compared.out().endsWith("2 cases\n"), compared::toString);
    assertTrue(compared.err().contains("1 prediction of"), compared::toString);
    assertFalse(Files.exists(folder.resolve("summary-predictions")));
    try (Reader reader = Files.newBufferedReader(json)) {
      JsonObject summary = Json.createReader(reader).readObject();
      assertEquals(2, summary.getJsonArray("metric_per_case").size());
    }
    Path listing = folder.resolve("dataset.json");
    Files.writeString(listing, "{\"labels\": {\"background\": 0, \"hepar\": 1, \"ren\": [2]}}");
    CommandRun listed = run("evaluate", "--predictions", predictions, "--references", references);
    assertTrue(listed.out().contains("1 hepar"), listed::toString);
    assertTrue(listed.out().contains("2 ren"), listed::toString);
    Files.writeString(references.resolve("dataset.json"), "{\"labels\": {\"1\": \"Leber\"}}");
    CommandRun inside = run("evaluate", "--predictions", predictions, "--references", references);
    assertTrue(inside.out().contains("1 Leber"), inside::toString);
    assertTrue(inside.out().contains("2 label 2"), inside::toString);
    Files.writeString(references.resolve("dataset.json"), "{\"labels\": {\"liver\": \"one\"}}");
    CommandRun damaged = run("evaluate", "--predictions", predictions, "--references", references);
    assertEquals(ExitCode.DATA, damaged.code(), damaged::toString);
    assertTrue(
        damaged.err().contains("references/dataset.json: expected \"labels\""), damaged::toString);
    Files.delete(references.resolve("dataset.json"));
    Files.delete(listing);
    run("evaluate", "--references", references).assertError(ExitCode.USAGE, "--predictions");
    run("evaluate", "--data", "phantom").assertError(ExitCode.USAGE, "nothing to evaluate");
    run("evaluate", "--model", model).assertError(ExitCode.USAGE, "--data NAME=DIR");
    run("evaluate", "--model", model, "--references", references, "--predictions", predictions)
        .assertError(ExitCode.USAGE, "leave out --model");
    ImageFormats.write(
        predictions.resolve("b.nii"),
        new LabelMap(ImageGeometry.axisAligned(reference.size(), 7), reference.data()));
    Files.delete(predictions.resolve("c.nii"));
    run("evaluate", "--predictions", predictions, "--references", references)
        .assertError(ExitCode.DATA, "b.nii");
  }

  @Test
  void evaluateRefusesAnotherDataset() throws IOException {
    Files.writeString(
        folder.resolve("dataset.json"),
        """
        {"modality": {"0": "MRI"}, "labels": {"0": "background", "1": "A", "2": "P"},
         "training": [{"image": "i/a.nii.gz", "label": "l/a.nii.gz"}]}
        """);
    run(
            "evaluate",
            "--model",
            model,
            "--data",
            "msd-hippocampus=" + folder,
            "--plugins",
            shared.resolve("plugins"))
        .assertError(ExitCode.MODEL, "'phantom'", "'msd-hippocampus'");
  }
}
