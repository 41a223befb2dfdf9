package io.firenet.launcher.command;

import io.firenet.core.io.OutputException;
import io.firenet.core.picture.Overlay;
import io.firenet.format.ImageFolder;
import io.firenet.format.ImageFormats;
import io.firenet.format.ImageSource;
import io.firenet.format.SegmentationDetails;
import io.firenet.launcher.ExitCode;
import io.firenet.model.ModelException;
import io.firenet.runtime.Prediction;
import io.firenet.runtime.Predictor;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
      "Images are NIfTI or MetaImage of any spacing and orientation. A segmentation's labels come"
          + " out on the image's own grid, in the format that --out's ending says, for a folder as"
          + " NIfTI; a class or values for an image as a whole are printed. Of a folder, an image"
          + " that cannot be used is named and left out, and the command ends with 3."
    },
    footer = {
      "",
      "Examples:",
      "  firenet predict --model hippocampus.onnx --in image.nii.gz --out labels.nii.gz",
      "  firenet predict --model hippocampus.onnx --in images --out labels --overlay pictures",
      "  firenet predict --model contrast.onnx --in images --json",
      "  firenet predict --model fold0.onnx fold1.onnx --in ct.nii.gz --out labels.nii.gz"
          + " --memory-budget 4G --overlap 0.25 --largest-component liver --device auto"
    })
public final class PredictCommand implements Callable<Integer> {

  @Option(
      names = "--model",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "The exported model, an .onnx file, or a choice of find-best; of several the outputs are"
              + " averaged.")
  private List<Path> models;

  @Mixin private InferenceOptions inference;

  @Option(
      names = "--in",
      required = true,
      paramLabel = "FILE|DIR",
      description = "The image, or a folder of images.")
  private Path in;

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
      description = "Print a class or values for images as a whole as JSON instead of text.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (Predictor predictor = inference.open(models)) {
      if (predictor.objective().wholeImage()) {
        return answer(predictor);
      }
      if (out == null || json) {
        throw new ParameterException(
            spec.commandLine(), "the model segments: it needs --out, and has nothing for --json");
      }
      return Files.isDirectory(in) ? segmentFolder(predictor, out) : segmentOne(predictor, out);
    }
  }

  private int answer(Predictor predictor) throws IOException {
    if (out != null || overlay != null) {
      throw new ParameterException(
          spec.commandLine(),
          "the model is for %s of whole images and writes no labels; leave out --out and --overlay"
              .formatted(predictor.card().objective()));
    }
    JsonArrayBuilder answers = Json.createArrayBuilder();
    List<Path> images = Files.isDirectory(in) ? images() : List.of(in);
    int failed = 0;
    for (Path image : images) {
      try {
        Prediction prediction =
            InferenceOptions.predict(predictor, InferenceOptions.read(predictor, image));
        WholeImageReport report = new WholeImageReport(predictor.card(), prediction);
        if (json) {
          answers.add(report.json(image.toString()));
        } else {
          spec.commandLine().getOut().printf("%s: %s%n", image, report.text());
        }
      } catch (ModelException e) {
        throw e; // the next image would fail in the same way
      } catch (IOException e) {
        if (images.size() == 1) {
          throw e;
        }
        complain(e);
        failed++;
      }
    }
    if (json) {
      JsonText.print(spec.commandLine().getOut(), answers.build());
    }
    spec.commandLine().getOut().flush();
    return failed == 0 ? ExitCode.OK : ExitCode.DATA;
  }

  private int segmentOne(Predictor predictor, Path labels) throws IOException {
    if (!isWritable(labels)) {
      throw new ParameterException(
          spec.commandLine(),
          "--out must end with %s for an image, got %s"
              .formatted(String.join(", ", ImageFormats.writtenEndings()), labels));
    }
    makeFolder(labels.toAbsolutePath().getParent());
    try (Progress progress = new Progress("Segmenting")) {
      segment(predictor, in, labels, overlay, progress::shareDone);
    }
    return ExitCode.OK;
  }

  private List<Path> images() throws IOException {
    List<Path> images = ImageFolder.list(in).images();
    if (images.isEmpty()) {
      throw new IOException(
          "%s: expected images, %s, the folder has none".formatted(in, ImageFormats.readable()));
    }
    return images;
  }

  private int segmentFolder(Predictor predictor, Path folder) throws IOException {
    List<Path> images = images();
    makeFolder(folder);
    if (Files.isSameFile(in, folder)) {
      throw new ParameterException(
          spec.commandLine(), "--out must be another folder than --in, or it replaces the images");
    }
    int failed = 0;
    try (Progress progress = new Progress("Segmenting")) {
      for (int i = 0; i < images.size(); i++) {
        Path image = images.get(i);
        failed += segmentOrReport(predictor, image, folder) ? 0 : 1;
        progress.caseDone(i + 1, images.size(), image.getFileName().toString());
      }
    }
    PrintWriter text = spec.commandLine().getOut();
    text.printf("%d images segmented, %d failed%n", images.size() - failed, failed);
    text.flush();
    return failed == 0 ? ExitCode.OK : ExitCode.DATA;
  }

  private boolean segmentOrReport(Predictor predictor, Path image, Path folder)
      throws OutputException, ModelException {
    String stem = ImageFormats.stem(image);
    String name = isNifti(image) ? image.getFileName().toString() : stem + ".nii.gz";
    try {
      Path picture = overlay == null ? null : overlay.resolve(stem + ".png");
      segment(predictor, image, folder.resolve(name), picture, share -> {});
      return true;
    } catch (OutputException | ModelException e) {
      throw e; // the next image would fail in the same way
    } catch (IOException e) {
      complain(e);
      return false;
    }
  }

  private void complain(IOException e) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("firenet: error: " + e.getMessage());
    err.flush();
  }

  private void segment(
      Predictor predictor, Path image, Path labels, @Nullable Path picture, DoubleConsumer progress)
      throws IOException {
    Volume volume = InferenceOptions.read(predictor, image);
    inference.tellOfSmallerTiles(predictor, volume);
    LabelMap result = InferenceOptions.segment(predictor, volume, progress);
    SegmentationDetails details = predictor.details(ImageSource.of(image));
    OutputException.writing(labels, () -> ImageFormats.write(labels, result, details));
    if (picture != null) {
      makeFolder(picture.toAbsolutePath().getParent());
      List<String> names = predictor.card().labels();
      OutputException.writing(picture, () -> Overlay.write(volume, result, names, picture));
    }
  }

  private static void makeFolder(@Nullable Path folder) throws OutputException {
    if (folder != null) {
      OutputException.writing(folder, () -> Files.createDirectories(folder));
    }
  }

  private static boolean isNifti(Path file) {
    return file.getFileName().toString().matches(".*\\.nii(\\.gz)?");
  }

  private static boolean isWritable(Path file) {
    try {
      ImageFormats.writer(file);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
