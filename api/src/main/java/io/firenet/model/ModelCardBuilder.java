package io.firenet.model;

import io.firenet.dataset.Region;
import io.firenet.format.LabelCode;
import io.firenet.preprocess.PreprocessingPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ModelCard} to be put together; what its parts are is said there. {@link #build} checks
 * them.
 */
public final class ModelCardBuilder {

  private int formatVersion; // 0: as its content needs
  private final String network;
  private long parameters;
  private final String dataset;
  private String title;
  private String objective = "";
  private List<String> channels = List.of();
  private List<String> labels = List.of();
  private List<QuantityScale> quantities = List.of();
  private @Nullable PreprocessingPlan preprocessing;
  private String licence = "";
  private String citation = "";
  private @Nullable Provenance provenance;
  private OptionalInt activationBytesPerVoxel = OptionalInt.empty();
  private String precision = ModelCard.SINGLE_PRECISION;
  private Optional<String> graphSha256 = Optional.empty();
  private Map<String, LabelCode> codes = Map.of();
  private List<Region> regions = List.of();

  ModelCardBuilder(String network, String dataset) {
    this.network = network;
    this.dataset = dataset;
    title = dataset;
  }

  ModelCardBuilder(ModelCard from) {
    formatVersion = from.formatVersion();
    network = from.network();
    parameters = from.parameters();
    dataset = from.dataset();
    title = from.title();
    objective = from.objective();
    channels = from.channels();
    labels = from.labels();
    quantities = from.quantities();
    preprocessing = from.preprocessing();
    licence = from.licence();
    citation = from.citation();
    provenance = from.provenance();
    activationBytesPerVoxel = from.activationBytesPerVoxel();
    precision = from.precision();
    graphSha256 = from.graphSha256();
    codes = from.codes();
    regions = from.regions();
  }

  /**
   * The format it was read in; by default the oldest that its content needs.
   *
   * @param formatVersion 1 to {@link ModelCard#FORMAT_VERSION}
   * @return this builder
   */
  public ModelCardBuilder formatVersion(int formatVersion) {
    this.formatVersion = formatVersion;
    return this;
  }

  /**
   * Number of trained values.
   *
   * @param parameters of stem, trunk and head together
   * @return this builder
   */
  public ModelCardBuilder parameters(long parameters) {
    this.parameters = parameters;
    return this;
  }

  /**
   * The dataset's title; its name by default.
   *
   * @param title one line of text
   * @return this builder
   */
  public ModelCardBuilder title(String title) {
    this.title = title;
    return this;
  }

  /**
   * What the head computes, for example {@code segmentation}.
   *
   * @param objective in lower case; the runtime refuses a model whose objective it does not know
   * @return this builder
   */
  public ModelCardBuilder objective(String objective) {
    this.objective = objective;
    return this;
  }

  /**
   * Names of the input channels, in their order.
   *
   * @param channels at least one name
   * @return this builder
   */
  public ModelCardBuilder channels(String... channels) {
    return channels(List.of(channels));
  }

  /**
   * Names of the input channels, in their order.
   *
   * @param channels at least one name
   * @return this builder
   */
  public ModelCardBuilder channels(List<String> channels) {
    this.channels = List.copyOf(channels);
    return this;
  }

  /**
   * Names of the classes 0, 1, ….
   *
   * @param labels the background first; none for a regression
   * @return this builder
   */
  public ModelCardBuilder labels(String... labels) {
    return labels(List.of(labels));
  }

  /**
   * Names of the classes 0, 1, ….
   *
   * @param labels the background first; empty for a regression
   * @return this builder
   */
  public ModelCardBuilder labels(List<String> labels) {
    this.labels = List.copyOf(labels);
    return this;
  }

  /**
   * What the outputs of a regression are, in their units.
   *
   * @param quantities one for each output, in their order; empty for a model of labels
   * @return this builder
   */
  public ModelCardBuilder quantities(List<QuantityScale> quantities) {
    this.quantities = List.copyOf(quantities);
    return this;
  }

  /**
   * How an image is brought to the network.
   *
   * @param preprocessing spacing in mm, largest side in voxels, and the channels' intensity rules
   * @return this builder
   */
  public ModelCardBuilder preprocessing(PreprocessingPlan preprocessing) {
    this.preprocessing = preprocessing;
    return this;
  }

  /**
   * Licence of the training data; none by default.
   *
   * @param licence a name or an address people can look up; empty where there is none
   * @return this builder
   */
  public ModelCardBuilder licence(String licence) {
    this.licence = licence;
    return this;
  }

  /**
   * What to cite; nothing by default.
   *
   * @param citation one line; empty where there is nothing to cite
   * @return this builder
   */
  public ModelCardBuilder citation(String citation) {
    this.citation = citation;
    return this;
  }

  /**
   * Where the weights come from.
   *
   * @param provenance what it was trained on, how, and the scores of its validation cases
   * @return this builder
   */
  public ModelCardBuilder provenance(Provenance provenance) {
    this.provenance = provenance;
    return this;
  }

  /**
   * Most memory that what the layers compute takes at once, per voxel.
   *
   * @param bytes bytes per voxel of the network's input, at least 1
   * @return this builder
   */
  public ModelCardBuilder activationBytesPerVoxel(int bytes) {
    return activationBytesPerVoxel(OptionalInt.of(bytes));
  }

  ModelCardBuilder activationBytesPerVoxel(OptionalInt activationBytesPerVoxel) {
    this.activationBytesPerVoxel = activationBytesPerVoxel;
    return this;
  }

  /**
   * Number formats; {@link ModelCard#SINGLE_PRECISION} by default.
   *
   * @param precision such as {@code f32} or {@code int8}
   * @return this builder
   */
  public ModelCardBuilder precision(String precision) {
    this.precision = precision;
    return this;
  }

  /**
   * The {@link GraphDigest} of the model.
   *
   * @param digest 64 hexadecimal digits in lower case
   * @return this builder
   */
  public ModelCardBuilder graphSha256(String digest) {
    return graphSha256(Optional.of(digest));
  }

  ModelCardBuilder graphSha256(Optional<String> graphSha256) {
    this.graphSha256 = graphSha256;
    return this;
  }

  /**
   * What labels mean in a terminology.
   *
   * @param codes by the labels' names; a label without one is left uncoded
   * @return this builder
   */
  public ModelCardBuilder codes(Map<String, LabelCode> codes) {
    this.codes = Map.copyOf(codes);
    return this;
  }

  /**
   * What the outputs of a model for overlapping regions are.
   *
   * @param regions in the order of the outputs; empty for classes that exclude each other
   * @return this builder
   */
  public ModelCardBuilder regions(List<Region> regions) {
    this.regions = List.copyOf(regions);
    return this;
  }

  /**
   * {@return the card}
   *
   * @throws IllegalArgumentException if a part is missing or out of its range, see {@link
   *     ModelCard}
   */
  public ModelCard build() {
    if (preprocessing == null || provenance == null) {
      throw new IllegalArgumentException(
          "a model card needs %s"
              .formatted(preprocessing == null ? "preprocessing" : "provenance"));
    }
    return new ModelCard(
        formatVersion > 0 ? formatVersion : neededVersion(),
        network,
        parameters,
        dataset,
        title,
        objective,
        channels,
        labels,
        quantities,
        preprocessing,
        licence,
        citation,
        provenance,
        activationBytesPerVoxel,
        precision,
        graphSha256,
        codes,
        regions);
  }

  private int neededVersion() {
    return preprocessing != null && preprocessing.intensity().isPresent() ? 2 : 1;
  }
}
