package io.firenet.format.dicom.series;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** An entry of a zip archive that is open as long as the entry is read. */
final class EntryStream extends FilterInputStream {

  private final ZipFile archive;

  EntryStream(Path file, String name, long offset) throws IOException {
    super(InputStream.nullInputStream());
    archive = new ZipFile(file.toFile());
    try {
      ZipEntry entry = archive.getEntry(name);
      InputStream opened = entry == null ? null : archive.getInputStream(entry);
      if (opened == null) {
        throw new ZipException("an entry is missing");
      }
      in = opened;
      in.skipNBytes(offset);
    } catch (EOFException | ZipException e) {
      archive.close();
      throw new IOException(file + ": damaged zip archive; copy it again", e);
    } catch (IOException | RuntimeException e) {
      archive.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }
}
