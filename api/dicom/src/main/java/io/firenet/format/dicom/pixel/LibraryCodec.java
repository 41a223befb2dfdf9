package io.firenet.format.dicom.pixel;

import com.github.jaiimageio.jpeg2000.impl.J2KImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Frames that libraries decode: JPEG lossless and JPEG 2000. */
final class LibraryCodec {

  /** The library's JPEG reader works together with the JDK's, which it finds in the registry. */
  private static final class JpegProvider {
    static final ImageReaderSpi REGISTERED = registered();

    private static ImageReaderSpi registered() {
      IIORegistry registry = IIORegistry.getDefaultInstance();
      ImageReaderSpi found = registry.getServiceProviderByClass(JPEGImageReaderSpi.class);
      if (found != null) {
        return found;
      }
      ImageReaderSpi own = new JPEGImageReaderSpi();
      registry.registerServiceProvider(own, ImageReaderSpi.class);
      return own;
    }
  }

  private LibraryCodec() {}

  static int[] jpegLossless(byte[] frame, int columns, int rows) throws IOException {
    JpegFrame.check(frame, columns, rows);
    return decode(JpegProvider.REGISTERED, frame, columns, rows);
  }

  static int[] jpeg2000(byte[] frame, int columns, int rows) throws IOException {
    return decode(
        new J2KImageReaderSpi(), Jpeg2000Frame.codestream(frame, columns, rows), columns, rows);
  }

  private static int[] decode(ImageReaderSpi provider, byte[] frame, int columns, int rows)
      throws IOException {
    ImageReader reader = provider.createReaderInstance();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(frame))) {
      reader.setInput(in, true, true);
      Raster raster =
          reader.canReadRaster() ? reader.readRaster(0, null) : reader.read(0).getRaster();
      if (raster.getWidth() != columns || raster.getHeight() != rows || raster.getNumBands() != 1) {
        throw new IOException("its compressed image has another size than its header says");
      }
      return raster.getSamples(raster.getMinX(), raster.getMinY(), columns, rows, 0, (int[]) null);
    } catch (RuntimeException | StackOverflowError | NoClassDefFoundError e) { // the libraries' own
      throw new IOException("its compressed data are damaged (%s)".formatted(e), e);
    } finally {
      reader.dispose();
    }
  }
}
