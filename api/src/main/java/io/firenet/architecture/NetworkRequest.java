package io.firenet.architecture;

import io.firenet.decoder.DecoderProvider;
import jakarta.json.JsonObject;
import java.util.Locale;

/**
 * What a dataset asks of a network.
 *
 * @param channels number of image channels
 * @param decoder the head that the dataset trains with; a network may bring its own instead
 * @param classes number of output channels: classes, a segmentation's background included, regions,
 *     or values
 * @param settings every setting of the network, see {@link NetworkProvider#defaults}
 * @param fingerprint what its images are like
 */
public record NetworkRequest(
    int channels,
    DecoderProvider decoder,
    int classes,
    JsonObject settings,
    Fingerprint fingerprint) {

  /**
   * Checks what it is made of.
   *
   * @param channels number of image channels
   * @param decoder the head that the dataset trains with; a network may bring its own instead
   * @param classes number of output channels: classes, a segmentation's background included,
   *     regions, or values
   * @param settings every setting of the network, see {@link NetworkProvider#defaults}
   * @param fingerprint what its images are like
   * @throws IllegalArgumentException if there is no channel or no class
   */
  public NetworkRequest {
    if (channels < 1 || classes < 1) {
      throw new IllegalArgumentException(
          "a network needs channels and classes, got %s and %s".formatted(channels, classes));
    }
  }

  /**
   * For networks that answer for every voxel with an output of their own.
   *
   * @param network its name
   * @throws IllegalArgumentException if the decoder is for something else than segmentation
   */
  public void requireSegmentation(String network) {
    if (decoder.objective().wholeImage()) {
      throw new IllegalArgumentException(
          "network '%s' segments, but decoder '%s' is for %s; choose a network that takes any decoder, such as 'firenet'"
              .formatted(
                  network, decoder.name(), decoder.objective().name().toLowerCase(Locale.ROOT)));
    }
  }
}
