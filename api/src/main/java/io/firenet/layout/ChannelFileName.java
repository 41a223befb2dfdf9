package io.firenet.layout;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What nnU-Net's name for the file of one channel says: {@code knee.7_0001} is channel 1 of {@code
 * knee.7}.
 *
 * @param caseId the case
 * @param channel from 0
 */
public record ChannelFileName(String caseId, int channel) {

  private static final Pattern STEM = Pattern.compile("(.+)_(\\d{4})", Pattern.DOTALL);

  /**
   * Reads a name.
   *
   * @param stem a file's name without the ending of its format
   * @return case and channel; empty if it is no such name
   */
  public static Optional<ChannelFileName> of(String stem) {
    Matcher name = STEM.matcher(stem);
    return name.matches()
        ? Optional.of(new ChannelFileName(name.group(1), Integer.parseInt(name.group(2))))
        : Optional.empty();
  }

  /**
   * {@return the name of another channel of the same case}
   *
   * @param other counted from 0
   */
  public ChannelFileName withChannel(int other) {
    return new ChannelFileName(caseId, other);
  }

  /** The name without the ending. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s_%04d", caseId, channel);
  }
}
