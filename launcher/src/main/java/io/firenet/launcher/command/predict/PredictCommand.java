package io.firenet.launcher.command.predict;

import io.firenet.core.evaluation.Structures;
import io.firenet.core.io.OutputException;
import io.firenet.core.picture.Overlay;
import io.firenet.file.AtomicFile;
import io.firenet.file.ForeignText;
import io.firenet.format.ImageFolder;
import io.firenet.format.ImageFormats;
import io.firenet.format.ImageSource;
import io.firenet.format.SegmentationDetails;
import io.firenet.launcher.argument.ModelCatalogue;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.stream.JsonText;
import io.firenet.launcher.stream.Progress;
import io.firenet.layout.InputImage;
import io.firenet.model.ModelException;
import io.firenet.runtime.Prediction;
import io.firenet.runtime.Predictor;
import io.firenet.volume.LabelMap;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Applies an exported model to images. */
@Command(
    name = "predict",
    description = {
      "Apply a model to an image, or to every image of a folder.",
      "",
      "Images are NIfTI, MetaImage, NRRD or DICOM of any spacing and orientation. A segmentation's labels come"
          + " out on the image's own grid, in the format that --out's ending says, for a folder as"
          + " NIfTI; a class or values for an image as a whole are printed. Of a folder, an image"
          + " that cannot be used is named and left out, and the command ends with 3.",
      "",
      "Files of one channel each with nnU-Net's names (CASE_0000.nii.gz, CASE_0001.nii.gz) are one"
          + " image, whose labels are CASE.nii.gz."
    },
    footer = {
      "",
      "Examples:",
      "  firenet predict --model hippocampus.onnx --in image.nii.gz --out labels.nii.gz",
      "  firenet predict --model hippocampus.onnx --in images --out labels --overlay pictures",
      "  firenet predict --model contrast.onnx --in images --json",
      "  firenet predict --model fold0.onnx fold1.onnx --in ct.nii.gz --out labels.nii.gz"
          + " --memory-budget 4G --overlap 0.25 --largest-component liver --device auto",
      "  firenet predict --model liver.onnx --in dicom --series thorax --out labels.dcm --as seg"
    })
public final class PredictCommand implements Callable<Integer> {

  /** Names of files that are told in one line. */
  private static final int MOST_NAMED = 10;

  @Option(
      names = "--model",
      required = true,
      arity = "1..*",
      paramLabel = "FILE|NAME",
      description =
          ModelCatalogue.DESCRIPTION
              + " Or a choice of find-best; of several models the outputs are averaged.")
  private List<Path> named;

  private List<Path> models = List.of();

  @Mixin private ModelCatalogue catalogue;

  @Mixin private InferenceOptions inference;

  @Option(
      names = "--in",
      required = true,
      paramLabel = "FILE|DIR",
      description = "The image, or a folder of images; a folder of DICOM slices is one image.")
  private Path in;

  @Option(
      names = "--series",
      paramLabel = "UID|NUMBER|TEXT",
      description =
          "Which DICOM series of --in, by its UID, its number or a part of its description.")
  private @Nullable String series;

  @Mixin private LabelFormat format;

  @Option(
      names = "--out",
      paramLabel = "FILE|DIR",
      description = "Where the labels go: a file for an image, a folder for a folder.")
  private @Nullable Path out;

  @Option(
      names = "--overlay",
      paramLabel = "PNG|DIR",
      description = "Also draw the labels on slices of the image; a folder for a folder.")
  private @Nullable Path overlay;

  @Option(
      names = "--json",
      description =
          "Print JSON instead of text: a class or values for images as a whole, or the files of"
              + " labels; with warnings.")
  private boolean json;

  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return plugins.withFormats(this::predict);
  }

  private int predict() throws IOException {
    models = catalogue.find(named);
    try (Predictor predictor = inference.open(models)) {
      if (predictor.objective().wholeImage()) {
        return answer(predictor);
      }
      if (out == null) {
        throw new ParameterException(spec.commandLine(), "the model segments: it needs --out");
      }
      return isFolderOfImages() ? segmentFolder(predictor, out) : segmentOne(predictor, out);
    }
  }

  private boolean isFolderOfImages() throws IOException {
    return Files.isDirectory(in) && series == null && !ImageFormats.isImage(in);
  }

  private ImageSource source(InputImage image) {
    return new ImageSource(image.files().get(0), Optional.ofNullable(series));
  }

  private int answer(Predictor predictor) throws IOException {
    if (out != null || overlay != null) {
      throw new ParameterException(
          spec.commandLine(),
          "the model is for %s of whole images and writes no labels; leave out --out and --overlay"
              .formatted(predictor.card().objective()));
    }
    boolean folder = isFolderOfImages();
    List<InputImage> images = folder ? images(predictor) : List.of(one(predictor));
    JsonArrayBuilder answers = Json.createArrayBuilder();
    int failed = 0;
    for (InputImage file : images) {
      try {
        CheckedImage image = read(predictor, file);
        Prediction prediction = InferenceOptions.predict(predictor, image.volume());
        WholeImageReport report = new WholeImageReport(predictor.card(), prediction);
        if (json) {
          answers.add(report.json(file.toString(), image.warnings()));
        } else {
          spec.commandLine().getOut().println(ForeignText.line(file + ": " + report.text()));
        }
      } catch (ModelException e) {
        throw e; // the next image would fail in the same way
      } catch (IOException e) {
        if (!folder) {
          throw e;
        }
        complain(e.getMessage());
        failed++;
      }
    }
    if (json) {
      JsonText.print(spec.commandLine().getOut(), answers.build());
    }
    spec.commandLine().getOut().flush();
    return failed == 0 ? ExitCode.OK : ExitCode.DATA;
  }

  private int segmentOne(Predictor predictor, Path out) throws IOException {
    Path labels = format.file(out, in);
    prepareOutput(labels);
    InputImage image = one(predictor);
    requireOther(image, labels, "--out");
    if (overlay != null) {
      prepareOutput(overlay);
      requireOther(image, overlay, "--overlay");
      if (overlay.toAbsolutePath().normalize().equals(labels.toAbsolutePath().normalize())) {
        throw new ParameterException(
            spec.commandLine(), "--overlay must be another file than --out, got " + overlay);
      }
    }
    JsonObject written;
    try (Progress progress = new Progress("Segmenting")) {
      written =
          segment(
              predictor, new PredictionTargets.Target(image, labels, overlay), progress::shareDone);
    }
    if (json) {
      JsonText.print(spec.commandLine().getOut(), Json.createArrayBuilder().add(written).build());
    }
    return ExitCode.OK;
  }

  /** What is read must not be replaced. */
  private void requireOther(InputImage image, Path output, String option) throws IOException {
    List<Path> inputs = new ArrayList<>(models);
    inputs.addAll(image.files());
    for (Path input : inputs) {
      if (Files.exists(output) && Files.exists(input) && Files.isSameFile(input, output)) {
        throw new ParameterException(
            spec.commandLine(),
            "%s must be another file than %s, or it replaces it".formatted(option, input));
      }
    }
  }

  /** The image in one file, or with its other channels beside it. */
  private InputImage one(Predictor predictor) {
    return InputImage.of(in, predictor.card().channels().size());
  }

  private List<InputImage> images(Predictor predictor) throws IOException {
    ImageFolder found = ImageFolder.list(in);
    List<String> others =
        found.others().stream().map(file -> file.getFileName().toString()).toList();
    String named =
        others.size() <= MOST_NAMED
            ? String.join(", ", others)
            : "%s and %s more"
                .formatted(
                    String.join(", ", others.subList(0, MOST_NAMED)), others.size() - MOST_NAMED);
    if (found.images().isEmpty()) {
      throw new IOException(
          "%s: expected images, %s, the folder has none%s"
              .formatted(in, ImageFormats.readable(), others.isEmpty() ? "" : "; it has " + named));
    }
    if (!others.isEmpty()) {
      say(
          "%s %s of %s left out, no image that can be read: %s"
              .formatted(others.size(), others.size() == 1 ? "file" : "files", in, named));
    }
    return InputImage.of(found.images(), predictor.card().channels().size());
  }

  private int segmentFolder(Predictor predictor, Path folder) throws IOException {
    List<InputImage> images = images(predictor);
    makeFolder(folder);
    if (Files.isSameFile(in, folder)) {
      throw new ParameterException(
          spec.commandLine(), "--out must be another folder than --in, or it replaces the images");
    }
    if (overlay != null) {
      makeFolder(overlay);
    }
    PredictionTargets all = PredictionTargets.of(images, folder, overlay, format.ending());
    all.problems().forEach(this::complain);
    int done = 0;
    JsonArrayBuilder written = Json.createArrayBuilder();
    try (Progress progress = new Progress("Segmenting")) {
      for (PredictionTargets.Target target : all.targets()) {
        try {
          written.add(segment(predictor, target, share -> {}));
          done++;
        } catch (OutputException | ModelException e) {
          throw e; // the next image would fail in the same way
        } catch (IOException e) {
          complain(e.getMessage());
        }
        progress.caseDone(done, images.size(), target.image().name().getFileName().toString());
      }
    }
    PrintWriter text = spec.commandLine().getOut();
    if (json) {
      JsonText.print(text, written.build());
    } else {
      text.println("%s images segmented, %s failed".formatted(done, images.size() - done));
    }
    text.flush();
    return done == images.size() ? ExitCode.OK : ExitCode.DATA;
  }

  /** Returns what {@code --json} says of it. */
  private JsonObject segment(
      Predictor predictor, PredictionTargets.Target target, DoubleConsumer progress)
      throws IOException {
    Path labels = target.labels();
    AtomicFile.requireWritable(labels);
    SegmentationDetails details = format.of(predictor.details(source(target.image())));
    LabelFormat.check(labels, details);
    CheckedImage image = read(predictor, target.image());
    inference.tellOfSmallerTiles(predictor, image.volume());
    LabelMap result = InferenceOptions.segment(predictor, image.volume(), progress);
    OutputException.writing(labels, () -> ImageFormats.write(labels, result, details));
    JsonObjectBuilder written =
        Json.createObjectBuilder()
            .add("image", target.image().toString())
            .add("labels", labels.toString());
    if (target.image().files().size() > 1) {
      JsonArrayBuilder channels = Json.createArrayBuilder();
      target.image().files().forEach(file -> channels.add(file.toString()));
      written.add("channels", channels);
    }
    Path picture = target.picture();
    if (picture != null) {
      List<String> names = Structures.of(predictor.card()).pictureNames();
      OutputException.writing(picture, () -> Overlay.write(image.volume(), result, names, picture));
      written.add("picture", picture.toString());
    }
    return written
        .add("ml", millilitres(Structures.of(predictor.card()), result))
        .add("warnings", Json.createArrayBuilder(image.warnings()))
        .build();
  }

  /** How large each structure is. */
  private static JsonObjectBuilder millilitres(Structures structures, LabelMap labels) {
    double voxelMm3 = Arrays.stream(labels.geometry().spacingMm()).reduce(1, (a, b) -> a * b);
    JsonObjectBuilder sizes = Json.createObjectBuilder();
    structures
        .voxels(labels)
        .forEach(
            (number, voxels) ->
                sizes.add(structures.names().get(number), voxels * voxelMm3 / 1000));
    return sizes;
  }

  private CheckedImage read(Predictor predictor, InputImage file) throws IOException {
    CheckedImage image = CheckedImage.read(predictor, file, Optional.ofNullable(series));
    image.warnings().forEach(warning -> say("warning: %s: %s".formatted(file, warning)));
    return image;
  }

  private void complain(String message) {
    say("error: " + message);
  }

  private void say(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("firenet: " + ForeignText.line(line));
    err.flush();
  }

  /** Makes the folder and checks the file, before anything is computed. */
  private static void prepareOutput(Path file) throws OutputException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      makeFolder(folder);
    }
    OutputException.writing(file, () -> AtomicFile.requireWritable(file));
  }

  private static void makeFolder(Path folder) throws OutputException {
    OutputException.writing(folder, () -> Files.createDirectories(folder));
  }
}
