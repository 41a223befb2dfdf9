package io.firenet.launcher.command.predict;

import io.firenet.core.evaluation.Structures;
import io.firenet.core.io.OutputException;
import io.firenet.core.picture.Overlay;
import io.firenet.core.picture.ViewConvention;
import io.firenet.dataset.NameList;
import io.firenet.file.AtomicFile;
import io.firenet.file.ForeignText;
import io.firenet.format.ImageFolder;
import io.firenet.format.ImageFormats;
import io.firenet.format.ImageSource;
import io.firenet.format.SegmentationDetails;
import io.firenet.launcher.argument.ModelCatalogue;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.stream.Count;
import io.firenet.launcher.stream.JsonText;
import io.firenet.launcher.stream.Progress;
import io.firenet.layout.InputImage;
import io.firenet.model.ChosenModels;
import io.firenet.model.ModelCard;
import io.firenet.model.ModelException;
import io.firenet.runtime.ModelCards;
import io.firenet.runtime.Prediction;
import io.firenet.runtime.Predictor;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
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
          + " NIfTI, and a line tells how large each structure is; a class or values for an image as a whole are printed. Of a folder, an image"
          + " that cannot be used is named and left out, and the command ends with 3.",
      "",
      "Files of one channel each with nnU-Net's names (CASE_0000.nii.gz, CASE_0001.nii.gz) are one"
          + " image, whose labels are CASE.nii.gz."
    },
    footer = {
      "",
      "Examples:",
      "  firenet predict --model hippocampus.onnx --in image.nii.gz --out labels.nii.gz",
      "  firenet predict --model hippocampus.onnx --in images --out labels --overlay pictures"
          + " --save-probabilities",
      "  firenet predict --model contrast.onnx --in images --json",
      "  firenet predict --model fold0.onnx fold1.onnx --in ct.nii.gz --out labels.nii.gz"
          + " --memory-budget 4G --overlap 0.25 --largest-component liver --device auto",
      "  firenet predict --model liver.onnx --in dicom --series thorax --out labels.dcm --as seg",
      "  firenet predict --model liver.onnx --in ct --out labels --spark spark://head:7077"
          + " --spark-conf spark.executor.cores=16"
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

  @Mixin InferenceOptions inference; // workers open models by it

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
      names = "--view",
      paramLabel = "neurological|radiological",
      defaultValue = "neurological",
      description =
          "Where the patient's right is in overlays: on the right (neurological, default) or on the"
              + " left (radiological). The picture says which.")
  private ViewConvention view;

  @Option(
      names = "--save-probabilities",
      description = {
        "Also write each label's, or region's, probability at each voxel, a channel for each, beside"
            + " the labels: CASE.probabilities.nii.gz for CASE.nii.gz. Takes a second pass."
      })
  boolean saveProbabilities;

  @Option(
      names = "--json",
      description =
          "Print JSON instead of text: a class or values for images as a whole, or the files of"
              + " labels; with warnings.")
  private boolean json;

  @Mixin private CohortOptions cohort;
  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return plugins.withFormats(this::predict);
  }

  private int predict() throws IOException {
    models = catalogue.find(named);
    if (cohort.given()) { // the workers open it, maybe on devices that are not here
      ModelCard card = ModelCards.read(ChosenModels.files(models).get(0));
      return new Cohort(spec, cohort, plugins, models, format.ending()).run(card);
    }
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
    if (out != null || overlay != null || saveProbabilities) {
      throw new ParameterException(
          spec.commandLine(),
          ("the model is for %s of whole images and writes no labels; leave out --out, --overlay and"
                  + " --save-probabilities")
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
    JsonObject written =
        segment(predictor, new PredictionTargets.Target(image, labels, overlay), "Segmenting");
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
    String named = NameList.first(others, MOST_NAMED);
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
    int tried = 0;
    JsonArrayBuilder written = Json.createArrayBuilder();
    for (PredictionTargets.Target target : all.targets()) {
      try {
        String task = "Segmenting %s/%s".formatted(++tried, images.size());
        written.add(segment(predictor, target, task));
        done++;
      } catch (OutputException | ModelException e) {
        throw e; // the next image would fail in the same way
      } catch (IOException e) {
        complain(e.getMessage());
      }
    }
    PrintWriter text = spec.commandLine().getOut();
    if (json) {
      JsonText.print(text, written.build());
    } else {
      text.println(
          "%s segmented, %s failed".formatted(Count.of(done, "image"), images.size() - done));
    }
    text.flush();
    return done == images.size() ? ExitCode.OK : ExitCode.DATA;
  }

  /** Prints what was found, and returns what {@code --json} says of it. */
  JsonObject segment(Predictor predictor, PredictionTargets.Target target, String task)
      throws IOException {
    Path labels = target.labels();
    AtomicFile.requireWritable(labels);
    SegmentationDetails details = format.of(predictor.details(source(target.image())));
    LabelFormat.check(labels, details);
    CheckedImage image = read(predictor, target.image());
    inference.tellOfSmallerTiles(predictor, image.volume());
    LabelMap result;
    try (Progress progress = new Progress(task)) {
      result = InferenceOptions.segment(predictor, image.volume(), progress::shareDone);
    }
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
      OutputException.writing(
          picture, () -> Overlay.write(image.volume(), result, names, view, picture));
      written.add("picture", picture.toString());
    }
    if (saveProbabilities) {
      Path file = target.probabilities();
      Volume probabilities;
      try (Progress progress = new Progress("Probabilities")) {
        probabilities =
            InferenceOptions.probabilities(predictor, image.volume(), progress::shareDone);
      }
      OutputException.writing(file, () -> ImageFormats.write(file, probabilities));
      written.add("probabilities", file.toString());
    }
    SegmentationReport report = new SegmentationReport(predictor.card(), result);
    if (!json) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(ForeignText.line("%s: %s".formatted(target.image(), report.text())));
      out.flush();
    }
    return written
        .add("ml", report.json())
        .add("warnings", Json.createArrayBuilder(image.warnings()))
        .build();
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
