package io.firenet.dataset;

import java.util.List;

/**
 * What a dataset is, before any file is read.
 *
 * @param name unique, lower case with dashes, for example {@code msd-hippocampus}
 * @param title for people, for example {@code MSD Task04 Hippocampus}
 * @param channels names of the image channels, in the order of the files
 * @param labels names of the label values 0, 1, 2, …; the first is the background
 * @param decoder name of the decoder head it trains with
 * @param licence licence of the images and labels
 * @param citation what to cite
 * @param needsFolder whether {@code --data NAME=DIR} must name a folder
 */
public record DatasetDescriptor(
    String name,
    String title,
    List<String> channels,
    List<String> labels,
    String decoder,
    String licence,
    String citation,
    boolean needsFolder) {

  /**
   * @throws IllegalArgumentException if the name is not lower case with dashes, or there is no
   *     channel, or fewer than two labels
   */
  public DatasetDescriptor {
    channels = List.copyOf(channels);
    labels = List.copyOf(labels);
    if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException(
          "a dataset's name is lower case letters and digits with dashes, got '" + name + "'");
    }
    if (channels.isEmpty() || labels.size() < 2) {
      throw new IllegalArgumentException(
          "dataset '%s' needs at least one channel and two labels, got %s and %s"
              .formatted(name, channels, labels));
    }
  }

  /** The same dataset with other labels, as when a folder brings its own. */
  public DatasetDescriptor withLabels(List<String> labels) {
    return new DatasetDescriptor(
        name, title, channels, labels, decoder, licence, citation, needsFolder);
  }
}
