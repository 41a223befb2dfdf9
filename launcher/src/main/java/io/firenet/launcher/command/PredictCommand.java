package io.firenet.launcher.command;

import io.firenet.core.io.OutputException;
import io.firenet.core.report.Overlay;
import io.firenet.launcher.ExitCode;
import io.firenet.model.ModelException;
import io.firenet.runtime.Segmenter;
import io.firenet.volume.ImageFile;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Nifti;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Segments images with an exported model. */
@Command(
    name = "predict",
    description = {
      "Segment an image, or every image of a folder.",
      "",
      "Images are NIfTI (.nii, .nii.gz) or MetaImage (.mha, .mhd) of any spacing and orientation;"
          + " labels come out as NIfTI on the image's own grid. Of a folder, an image that cannot be used is named and left out,"
          + " and the command ends with 3."
    },
    footer = {
      "",
      "Examples:",
      "  firenet predict --model hippocampus.onnx --in image.nii.gz --out labels.nii.gz",
      "  firenet predict --model hippocampus.onnx --in images --out labels --overlay pictures"
    })
public final class PredictCommand implements Callable<Integer> {

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "The exported model, an .onnx file.")
  private Path model;

  @Mixin private DeviceOptions device;

  @Option(
      names = "--in",
      required = true,
      paramLabel = "FILE|DIR",
      description = "The image, or a folder of images.")
  private Path in;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE|DIR",
      description = "Where the labels go: a file for an image, a folder for a folder.")
  private Path out;

  @Option(
      names = "--overlay",
      paramLabel = "PNG|DIR",
      description = "Also draw the labels on slices of the image; a folder for a folder.")
  private @Nullable Path overlay;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    return Files.isDirectory(in) ? folder() : single();
  }

  private int single() throws IOException {
    if (!isNifti(out)) {
      throw new ParameterException(
          spec.commandLine(), "--out must end with .nii or .nii.gz for an image, got " + out);
    }
    makeFolder(out.toAbsolutePath().getParent());
    try (Segmenter segmenter = device.open(model)) {
      segment(segmenter, in, out, overlay);
    }
    return ExitCode.OK;
  }

  private int folder() throws IOException {
    List<Path> images;
    try (Stream<Path> files = Files.list(in)) {
      images = files.filter(PredictCommand::isReadable).sorted().toList();
    }
    if (images.isEmpty()) {
      throw new IOException(
          in + ": expected images (.nii, .nii.gz, .mha, .mhd), the folder has none");
    }
    makeFolder(out);
    if (Files.isSameFile(in, out)) {
      throw new ParameterException(
          spec.commandLine(), "--out must be another folder than --in, or it replaces the images");
    }
    int failed = 0;
    try (Segmenter segmenter = device.open(model);
        Progress progress = new Progress("Segmenting")) {
      for (int i = 0; i < images.size(); i++) {
        Path image = images.get(i);
        failed += segmentOrReport(segmenter, image) ? 0 : 1;
        progress.caseDone(i + 1, images.size(), image.getFileName().toString());
      }
    }
    PrintWriter text = spec.commandLine().getOut();
    text.printf("%d images segmented, %d failed%n", images.size() - failed, failed);
    text.flush();
    return failed == 0 ? ExitCode.OK : ExitCode.DATA;
  }

  private boolean segmentOrReport(Segmenter segmenter, Path image)
      throws OutputException, ModelException {
    String stem = ImageFile.stem(image);
    String name = isNifti(image) ? image.getFileName().toString() : stem + ".nii.gz";
    try {
      Path picture = overlay == null ? null : overlay.resolve(stem + ".png");
      segment(segmenter, image, out.resolve(name), picture);
      return true;
    } catch (OutputException | ModelException e) {
      throw e; // the next image would fail in the same way
    } catch (IOException e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("firenet: error: " + e.getMessage());
      err.flush();
      return false;
    }
  }

  private static void segment(Segmenter segmenter, Path image, Path labels, @Nullable Path picture)
      throws IOException {
    Volume volume = ImageFile.readVolume(image);
    int channels = segmenter.card().channels().size();
    if (volume.channels() != channels) {
      throw new IOException(
          "%s: the model takes images of %d channels %s, this one has %d"
              .formatted(image, channels, segmenter.card().channels(), volume.channels()));
    }
    LabelMap result = DeviceOptions.segment(segmenter, volume);
    OutputException.writing(labels, () -> Nifti.write(labels, result));
    if (picture != null) {
      makeFolder(picture.toAbsolutePath().getParent());
      List<String> names = segmenter.card().labels();
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

  /** Whether it is named like an image; macOS leaves twins named {@code ._…} that are none. */
  private static boolean isReadable(Path file) {
    return ImageFile.isNamed(file) && !file.getFileName().toString().startsWith("._");
  }
}
