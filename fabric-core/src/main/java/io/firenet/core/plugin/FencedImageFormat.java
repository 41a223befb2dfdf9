package io.firenet.core.plugin;

import io.firenet.format.ImageFormatProvider;
import io.firenet.format.ImageSeries;
import io.firenet.format.ImageSource;
import io.firenet.format.ImageWriter;
import io.firenet.format.StoredImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plugin's image format behind a fence. Formats are asked for files that are none of theirs; one
 * that breaks then costs a line and is not asked again, so that others can open the file.
 */
public final class FencedImageFormat implements ImageFormatProvider {

  private static final Logger LOG = LoggerFactory.getLogger(FencedImageFormat.class);

  private final Fence fence;
  private final ImageFormatProvider format;
  private final String name;
  private final List<String> endings;
  private final boolean holdsSeries;
  private volatile boolean broken;

  /**
   * Asks for everything that must not change.
   *
   * @param source whose format it is, for messages
   * @param format the plugin's object
   * @throws PluginException if it cannot be had
   */
  public FencedImageFormat(PluginSource source, ImageFormatProvider format) {
    fence = new Fence(source);
    this.format = fence.around(ImageFormatProvider.class, format);
    name = this.format.name();
    endings = this.format.endings();
    holdsSeries = this.format.holdsSeries();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> endings() {
    return endings;
  }

  @Override
  public boolean holdsSeries() {
    return holdsSeries;
  }

  @Override
  public boolean recognizes(Path path) throws IOException {
    try {
      return !broken && format.recognizes(path);
    } catch (PluginException e) {
      leaveOut(e);
      return false;
    }
  }

  @Override
  public List<Path> companions(Path image) {
    try {
      return broken ? List.of() : format.companions(image);
    } catch (PluginException e) {
      leaveOut(e);
      return List.of();
    }
  }

  private void leaveOut(PluginException e) {
    broken = true;
    LOG.warn("{}; the format is left out from here on", e.getMessage());
  }

  @Override
  public List<ImageSeries> series(Path path) throws IOException {
    return format.series(path);
  }

  @Override
  public StoredImage open(ImageSource source) throws IOException {
    return fence.around(StoredImage.class, format.open(source));
  }

  @Override
  public Optional<ImageWriter> writer() {
    return format.writer().map(writer -> fence.around(ImageWriter.class, writer));
  }
}
