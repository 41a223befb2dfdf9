package io.firenet.core.cache;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a preprocessed case is made of, as a hash: settings as texts, and files by name, length,
 * time of change and their first and last 4 KiB (a compressed file's end holds its checksum). Files
 * that belong to it, such as the {@code .raw} of an {@code .mhd}, count as well.
 */
public final class CaseKey {

  private static final int SAMPLED = 4096;
  private static final List<String> HEADERS = List.of(".mhd", ".hdr", ".img");
  private static final List<String> BODIES = List.of(".raw", ".zraw", ".img", ".hdr");

  private final MessageDigest hash;

  /** A key of nothing yet. */
  public CaseKey() {
    try {
      hash = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Adds a setting.
   *
   * @param setting whose text tells it from others
   * @return this key
   */
  public CaseKey add(Object setting) {
    byte[] text = setting.toString().getBytes(StandardCharsets.UTF_8);
    hash.update((text.length + ":").getBytes(StandardCharsets.UTF_8));
    hash.update(text);
    return this;
  }

  /**
   * Adds a file.
   *
   * @param file told by its name, size, time, first and last bytes; of a header the voxels' file
   *     too
   * @return this key
   * @throws IOException if it cannot be read
   */
  public CaseKey addFile(Path file) throws IOException {
    stamp(file);
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    if (dot >= 0 && HEADERS.contains(name.substring(dot))) {
      for (String body : BODIES) {
        Path other = file.resolveSibling(name.substring(0, dot) + body);
        if (Files.isRegularFile(other)) {
          stamp(other);
        }
      }
    }
    return this;
  }

  private void stamp(Path file) throws IOException {
    long length = Files.size(file);
    add(file.getFileName().toString()).add(length).add(Files.getLastModifiedTime(file).toMillis());
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
      byte[] bytes = new byte[(int) Math.min(SAMPLED, length)];
      content.readFully(bytes);
      hash.update(bytes);
      content.seek(length - bytes.length);
      content.readFully(bytes);
      hash.update(bytes);
    }
  }

  /** The hash as 64 hexadecimal digits; ends the key. */
  String digest() {
    return HexFormat.of().formatHex(hash.digest());
  }
}
