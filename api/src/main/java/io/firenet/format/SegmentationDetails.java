package io.firenet.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a label map's file may say beside the labels; each format keeps what it can.
 *
 * @param segments what the labels mean, in the order of the labels; others are "label N"
 * @param representation one of {@link ImageWriter#representations}, or the writer's first
 * @param algorithm name of what has drawn the labels
 * @param algorithmVersion its version
 * @param source the image that was segmented, which some formats refer to
 */
public record SegmentationDetails(
    List<Segment> segments,
    Optional<String> representation,
    String algorithm,
    String algorithmVersion,
    Optional<ImageSource> source) {

  /** Nothing but the labels themselves. */
  public static final SegmentationDetails NONE =
      new SegmentationDetails(List.of(), Optional.empty(), "FIRENet", "", Optional.empty());

  /**
   * Keeps copies of what could change.
   *
   * @param segments what the labels mean, in the order of the labels; others are "label N"
   * @param representation one of {@link ImageWriter#representations}, or the writer's first
   * @param algorithm name of what has drawn the labels
   * @param algorithmVersion its version
   * @param source the image that was segmented, which some formats refer to
   */
  public SegmentationDetails {
    segments = List.copyOf(segments);
  }

  /**
   * {@return names of the labels 0, 1, 2, …, of which 0 is the background and no segment}
   *
   * @param labels at least the background's name
   */
  public static SegmentationDetails ofNames(List<String> labels) {
    List<Segment> segments = new ArrayList<>();
    for (int label = 1; label < labels.size(); label++) {
      segments.add(Segment.of(label, labels.get(label)));
    }
    return new SegmentationDetails(
        segments, NONE.representation, NONE.algorithm, NONE.algorithmVersion, NONE.source);
  }

  /**
   * {@return the same with codes of labels, by their names}
   *
   * @param codes codes by the labels' names; names that no segment has are passed over
   */
  public SegmentationDetails with(Map<String, LabelCode> codes) {
    List<Segment> coded = new ArrayList<>();
    for (Segment each : segments) {
      LabelCode code = codes.get(each.name());
      coded.add(
          code == null
              ? each
              : new Segment(
                  each.label(),
                  each.name(),
                  each.rgb(),
                  Optional.of(code.category()),
                  Optional.of(code.type())));
    }
    return new SegmentationDetails(coded, representation, algorithm, algorithmVersion, source);
  }

  /**
   * {@return the same, drawn by something with this name and version}
   *
   * @param name the model's or the program's, in one line
   * @param version as its maker writes it; may be empty
   */
  public SegmentationDetails by(String name, String version) {
    return new SegmentationDetails(segments, representation, name, version, source);
  }

  /**
   * {@return the same, of this image}
   *
   * @param image where the image that was segmented is
   */
  public SegmentationDetails of(ImageSource image) {
    return new SegmentationDetails(
        segments, representation, algorithm, algorithmVersion, Optional.of(image));
  }

  /**
   * {@return the same in this representation}
   *
   * @param kind such as {@code seg} or {@code rtstruct} of DICOM, see {@link
   *     ImageWriter#representations}
   */
  public SegmentationDetails as(String kind) {
    return new SegmentationDetails(
        segments, Optional.of(kind), algorithm, algorithmVersion, source);
  }

  /**
   * {@return what a label means, even where nothing says so}
   *
   * @param label its value in the label map, at least 1
   */
  public Segment segment(int label) {
    return segments.stream()
        .filter(each -> each.label() == label)
        .findFirst()
        .orElseGet(() -> Segment.of(label, "label " + label));
  }
}
