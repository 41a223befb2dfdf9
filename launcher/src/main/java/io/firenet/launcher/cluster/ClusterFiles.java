package io.firenet.launcher.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Files that are named by an address, such as {@code hdfs://host/folder} or {@code s3a://…}. */
public interface ClusterFiles {

  Pattern ADDRESS = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+://.*");

  /** Whether a text is an address and no path. */
  static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches();
  }

  /** Whether there is a folder, or what stands for one. */
  boolean isFolder(String address) throws IOException;

  /** The files directly in a folder, sorted by address. */
  List<Entry> list(String folder) throws IOException;

  /**
   * A file of a folder.
   *
   * @param bytes its size
   */
  record Entry(String address, long bytes) {}

  /** Whether there is a file. */
  boolean exists(String address) throws IOException;

  /** Copies a file; returns the copy, which has its name. */
  Path fetch(String address, Path folder) throws IOException;

  /**
   * Writes a file, or replaces it: under another name, which it changes when it is whole.
   *
   * @throws IOException if that is not possible; what was there stays
   */
  void publish(Path file, String address) throws IOException;
}
