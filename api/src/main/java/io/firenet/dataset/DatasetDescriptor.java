package io.firenet.dataset;

import io.firenet.format.LabelCode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a dataset is, before any file is read. It names either labels or quantities: what its heads
 * answer with.
 *
 * @param name unique, lower case with dashes, for example {@code msd-hippocampus}
 * @param title for people, for example {@code MSD Task04 Hippocampus}
 * @param channels names of the image channels, in the order of the files
 * @param labels names of the classes 0, 1, 2, …, of voxels (the first is the background then) or of
 *     whole images; empty for a regression
 * @param quantities what is measured of a whole image; empty but for a regression
 * @param decoder name of the decoder head it trains with
 * @param licence licence of the images and labels
 * @param citation what to cite
 * @param needsFolder whether {@code --data NAME=DIR} must name a folder
 * @param codes what labels mean in a terminology, by their names, as DICOM segmentations say it;
 *     may lack some or all
 * @param regions what of the labels a head for overlapping regions answers with, in the order in
 *     which they are painted into a label map; empty for other heads
 */
public record DatasetDescriptor(
    String name,
    String title,
    List<String> channels,
    List<String> labels,
    List<Quantity> quantities,
    String decoder,
    String licence,
    String citation,
    boolean needsFolder,
    Map<String, LabelCode> codes,
    List<Region> regions) {

  /** What stands for a licence and for what to cite where neither is known. */
  public static final String UNKNOWN = "unknown";

  /** Checkpoints call the shared weights so, and the others by their datasets. */
  private static final String SHARED_PART = "trunk";

  /**
   * Checks what it is made of.
   *
   * @param name unique, lower case with dashes, for example {@code msd-hippocampus}
   * @param title for people, for example {@code MSD Task04 Hippocampus}
   * @param channels names of the image channels, in the order of the files
   * @param labels names of the classes 0, 1, 2, …, of voxels (the first is the background then) or
   *     of whole images; empty for a regression
   * @param quantities what is measured of a whole image; empty but for a regression
   * @param decoder name of the decoder head it trains with
   * @param licence licence of the images and labels
   * @param citation what to cite
   * @param needsFolder whether {@code --data NAME=DIR} must name a folder
   * @param codes what labels mean in a terminology, by their names, as DICOM segmentations say it;
   *     may lack some or all
   * @param regions what of the labels a head for overlapping regions answers with, in the order in
   *     which they are painted into a label map; empty for other heads
   * @throws IllegalArgumentException if the name is not lower case with dashes, or there is no
   *     channel, or neither two labels nor a quantity, or both, or two labels or regions are the
   *     same, or a region is of other labels, or a name is no text of one line
   */
  public DatasetDescriptor {
    channels = List.copyOf(channels);
    labels = List.copyOf(labels);
    quantities = List.copyOf(quantities);
    codes = Map.copyOf(codes);
    regions = List.copyOf(regions);
    Naming.name("dataset", name);
    if (name.equals(SHARED_PART)) {
      throw new IllegalArgumentException(
          "no dataset can be called '%s', the name of what all share".formatted(name));
    }
    Naming.name("decoder", decoder);
    channels.forEach(each -> Naming.text("a channel", each));
    labels.forEach(each -> Naming.text("a label", each));
    for (String text : List.of(title, licence, citation)) {
      if (!text.isEmpty()) {
        Naming.text("title, licence and citation", text);
      }
    }
    boolean answers = quantities.isEmpty() ? labels.size() >= 2 : labels.isEmpty();
    if (channels.isEmpty() || !answers) {
      throw new IllegalArgumentException(
          "dataset '%s' needs a channel and either two labels or a quantity, got %s, %s and %s"
              .formatted(name, channels, labels, quantities));
    }
    for (String label : codes.keySet()) {
      if (!labels.contains(label)) {
        throw new IllegalArgumentException(
            "dataset '%s' has a code of '%s', which is none of its labels %s"
                .formatted(name, label, labels));
      }
    }
    requireDistinct("label", name, labels);
    requireDistinct("region", name, regions.stream().map(Region::name).toList());
    for (Region region : regions) {
      int last = Math.max(region.paints(), region.labels().get(region.labels().size() - 1));
      if (last >= labels.size()) {
        throw new IllegalArgumentException(
            "region '%s' of dataset '%s' is of label %s, there are 0 to %s: %s"
                .formatted(region.name(), name, last, labels.size() - 1, labels));
      }
    }
  }

  private static void requireDistinct(String what, String dataset, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String each : names) {
      if (!seen.add(each)) {
        throw new IllegalArgumentException(
            "each %s of dataset '%s' needs a name of its own, '%s' occurs twice"
                .formatted(what, dataset, each));
      }
    }
  }

  /**
   * {@return a builder of the descriptor of a dataset} Channels, and labels or quantities, are
   * needed; what else is not said is as {@link DescriptorJson#read} has it.
   *
   * @param name the dataset's, lower case with dashes
   */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** {@return a builder that begins with this descriptor} */
  public Builder toBuilder() {
    return new Builder(name)
        .title(title)
        .channels(channels)
        .labels(labels)
        .quantities(quantities)
        .decoder(decoder)
        .licence(licence)
        .citation(citation)
        .needsFolder(needsFolder)
        .codes(codes)
        .regions(regions);
  }

  /** {@return what each output channel is: a region, a label, or a quantity with its unit} */
  public List<String> outputNames() {
    if (!regions.isEmpty()) {
      return regions.stream().map(Region::name).toList();
    }
    return quantities.isEmpty() ? labels : quantities.stream().map(Quantity::toString).toList();
  }

  /**
   * Why a target cannot be a case's of this dataset; empty if it can. The voxels of a label map are
   * not looked at.
   *
   * @param target what a case is to be answered with, as its loader has read it
   * @return one line for people
   */
  public Optional<String> misfit(Target target) {
    if (target instanceof Target.Category category
        && (category.index() < 0 || category.index() >= labels.size())) {
      return Optional.of(
          "the class must be 0 to %s of %s, it is %s"
              .formatted(labels.size() - 1, labels, category.index()));
    }
    if (target instanceof Target.Values values) {
      boolean finite = values.values().stream().allMatch(Double::isFinite);
      return finite && values.values().size() == quantities.size()
          ? Optional.empty()
          : Optional.of(
              "the values must be %s numbers, %s, they are %s"
                  .formatted(quantities.size(), quantities, values.values()));
    }
    return quantities.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "values of %s are needed, found a class or a label map".formatted(quantities));
  }

  /**
   * {@return the same dataset with other labels, as when a folder brings its own; of the codes
   * those of labels that are among them stay, and regions if all labels do}
   *
   * @param labels names of the classes 0, 1, 2, …, at least two
   */
  public DatasetDescriptor withLabels(List<String> labels) {
    Map<String, LabelCode> kept = new HashMap<>(codes);
    kept.keySet().retainAll(labels);
    return toBuilder()
        .labels(labels)
        .codes(kept)
        .regions(labels.equals(this.labels) ? regions : List.of())
        .build();
  }

  /**
   * {@return the same dataset with codes of its labels}
   *
   * @param codes codes by the labels' names; they replace those that there are
   * @throws IllegalArgumentException if a code is of no label
   */
  public DatasetDescriptor withCodes(Map<String, LabelCode> codes) {
    return toBuilder().codes(codes).build();
  }

  /**
   * {@return the same dataset with regions, which a head for such learns}
   *
   * @param regions what the head answers with, in the order in which they paint
   * @param head the decoder head's name
   * @throws IllegalArgumentException if one is of other labels
   */
  public DatasetDescriptor withRegions(List<Region> regions, String head) {
    return toBuilder().regions(regions).decoder(head).build();
  }

  /** Puts a descriptor together; {@link #build} checks it. */
  public static final class Builder {

    private String name;
    private Optional<String> title = Optional.empty();
    private List<String> channels = List.of();
    private List<String> labels = List.of();
    private List<Quantity> quantities = List.of();
    private Optional<String> decoder = Optional.empty();
    private String licence = UNKNOWN;
    private String citation = UNKNOWN;
    private boolean needsFolder = true;
    private Map<String, LabelCode> codes = Map.of();
    private List<Region> regions = List.of();

    private Builder(String name) {
      this.name = name;
    }

    /**
     * Another name.
     *
     * @param name lower-case letters, digits and dashes
     * @return this builder
     */
    public Builder name(String name) {
      this.name = name;
      return this;
    }

    /**
     * What people call it; its name by default.
     *
     * @param title one line of text
     * @return this builder
     */
    public Builder title(String title) {
      this.title = Optional.of(title);
      return this;
    }

    /**
     * Names of the image channels, in the order of the files.
     *
     * @param channels at least one name, no two alike
     * @return this builder
     */
    public Builder channels(String... channels) {
      return channels(List.of(channels));
    }

    /**
     * Names of the image channels, in the order of the files.
     *
     * @param channels at least one name, no two alike
     * @return this builder
     */
    public Builder channels(List<String> channels) {
      this.channels = List.copyOf(channels);
      return this;
    }

    /**
     * Names of the classes 0, 1, 2, ….
     *
     * @param labels the background first; none for a dataset of quantities
     * @return this builder
     */
    public Builder labels(String... labels) {
      return labels(List.of(labels));
    }

    /**
     * Names of the classes 0, 1, 2, ….
     *
     * @param labels the background first; empty for a dataset of quantities
     * @return this builder
     */
    public Builder labels(List<String> labels) {
      this.labels = List.copyOf(labels);
      return this;
    }

    /**
     * What is measured of a whole image.
     *
     * @param quantities each with its unit; none for a dataset of labels
     * @return this builder
     */
    public Builder quantities(Quantity... quantities) {
      return quantities(List.of(quantities));
    }

    /**
     * What is measured of a whole image.
     *
     * @param quantities each with its unit; empty for a dataset of labels
     * @return this builder
     */
    public Builder quantities(List<Quantity> quantities) {
      this.quantities = List.copyOf(quantities);
      return this;
    }

    /**
     * The decoder head it trains with; by default the one for regions if there are such, else
     * {@code segmentation}.
     *
     * @param decoder the name of a head that is on the class path or among the plugins
     * @return this builder
     */
    public Builder decoder(String decoder) {
      this.decoder = Optional.of(decoder);
      return this;
    }

    /**
     * Licence of the images and labels; {@value #UNKNOWN} by default.
     *
     * @param licence a name or an address people can look up, in one line
     * @return this builder
     */
    public Builder licence(String licence) {
      this.licence = licence;
      return this;
    }

    /**
     * What to cite; {@value #UNKNOWN} by default.
     *
     * @param citation one line, such as authors, title, journal and year
     * @return this builder
     */
    public Builder citation(String citation) {
      this.citation = citation;
      return this;
    }

    /**
     * Whether its images are in a folder that must be named, as by default.
     *
     * @param needsFolder false for a dataset that makes its images itself
     * @return this builder
     */
    public Builder needsFolder(boolean needsFolder) {
      this.needsFolder = needsFolder;
      return this;
    }

    /**
     * What labels mean in a terminology.
     *
     * @param codes by the labels' names; a label without one is left uncoded
     * @return this builder
     */
    public Builder codes(Map<String, LabelCode> codes) {
      this.codes = Map.copyOf(codes);
      return this;
    }

    /**
     * What of the labels a head for overlapping regions answers with.
     *
     * @param regions in the order in which they paint; empty for a head of classes that exclude
     *     each other
     * @return this builder
     */
    public Builder regions(List<Region> regions) {
      this.regions = List.copyOf(regions);
      return this;
    }

    /**
     * {@return the descriptor}
     *
     * @throws IllegalArgumentException if it describes no dataset, see {@link DatasetDescriptor}
     */
    public DatasetDescriptor build() {
      return new DatasetDescriptor(
          name,
          title.orElse(name),
          channels,
          labels,
          quantities,
          decoder.orElse(regions.isEmpty() ? "segmentation" : Region.DECODER),
          licence,
          citation,
          needsFolder,
          codes,
          regions);
    }
  }
}
