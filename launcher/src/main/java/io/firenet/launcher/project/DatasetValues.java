package io.firenet.launcher.project;

import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.folder.DeclaredDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the descriptor in a dataset's class says.
 *
 * @param channels names of the image channels
 * @param labels names of the labels 0, 1, …
 * @param toFillIn whether these are examples
 */
public record DatasetValues(
    String title,
    List<String> channels,
    List<String> labels,
    String licence,
    String citation,
    boolean toFillIn) {

  private static final int LINE = 60;

  /** Examples, for an author to replace. */
  public static DatasetValues examples(String name) {
    List<String> labels = List.of("background", "structure");
    return new DatasetValues(
        name.replace('-', ' '),
        List.of("MR"),
        labels,
        DatasetDescriptor.UNKNOWN,
        DatasetDescriptor.UNKNOWN,
        true);
  }

  /**
   * What a folder of labelled images says of itself.
   *
   * @throws InvalidDatasetException if it does not say which channels and labels it has
   * @throws IOException if it cannot be read
   */
  public static DatasetValues of(String name, Path folder) throws IOException {
    DatasetDescriptor said = DeclaredDataset.ofFolder(name, DatasetSource.of(folder)).descriptor();
    return new DatasetValues(
        said.title(), said.channels(), said.labels(), said.licence(), said.citation(), false);
  }

  /** The templates' placeholders and what they become. */
  Map<String, String> placeholders() {
    return Map.of(
        "__TITLE__", literalText(title),
        "__CHANNELS__", literals(channels),
        "__LABELS__", literals(labels),
        "__LICENCE__", literalText(licence),
        "__CITATION__", literalText(citation),
        "__MARK__", toFillIn ? "FILL IN: " : "");
  }

  private static String literals(List<String> names) {
    List<String> quoted = names.stream().map(name -> '"' + literalText(name) + '"').toList();
    String line = String.join(", ", quoted);
    String indent = "\n              ";
    return line.length() <= LINE
        ? line
        : quoted.stream().collect(Collectors.joining("," + indent, indent, ""));
  }

  private static String literalText(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
