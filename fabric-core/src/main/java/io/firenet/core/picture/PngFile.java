package io.firenet.core.picture;

import io.firenet.file.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import javax.imageio.ImageIO;

/** A picture that is drawn and written to a PNG file. */
public final class PngFile {

  private PngFile() {}

  /**
   * @param file the file to write or replace
   * @param drawing draws the picture, once
   * @throws IOException if it cannot be written, or not drawn because this machine lacks fonts
   */
  public static void write(Path file, Supplier<BufferedImage> drawing) throws IOException {
    BufferedImage picture = draw(file, drawing);
    AtomicFile.write(
        file,
        out -> {
          if (!ImageIO.write(picture, "png", out)) {
            throw new IOException("cannot write %s: this JDK has no PNG writer".formatted(file));
          }
        });
  }

  private static BufferedImage draw(Path file, Supplier<BufferedImage> drawing) throws IOException {
    try {
      return drawing.get();
    } catch (LinkageError | InternalError e) {
      // What a JDK without freetype or fontconfig throws at the first letter. A picture less must
      // not end a training run.
      throw new IOException(
          "cannot draw %s: Java finds no fonts on this machine; install fontconfig and a font (%s)"
              .formatted(file, e),
          e);
    }
  }
}
