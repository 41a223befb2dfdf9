package io.firenet.model;

import io.firenet.dataset.Naming;
import io.firenet.dataset.Region;
import io.firenet.format.LabelCode;
import io.firenet.preprocess.PreprocessingPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * All that a user of an exported model needs to know. It travels in the ONNX file's metadata under
 * {@link #METADATA_KEY} as JSON, see {@link ModelCardJson}.
 *
 * @param formatVersion version of this format, see {@link #FORMAT_VERSION}
 * @param network name of the network
 * @param parameters number of trained values
 * @param dataset name of the dataset whose head this is
 * @param title the dataset's title
 * @param objective what the head computes, for example {@code segmentation}
 * @param channels names of the input channels, in their order
 * @param labels names of the classes 0, 1, …, of voxels or of images; empty for a regression
 * @param quantities what the outputs of a regression are, in their units; empty otherwise
 * @param preprocessing how an image is brought to the network
 * @param licence licence of the training data
 * @param citation what to cite
 * @param provenance where the weights come from
 * @param activationBytesPerVoxel most memory that what the layers compute takes at once, for each
 *     voxel of the image that goes in; empty in cards of models that were exported before it was
 *     told
 * @param precision number formats of the model, for example {@code f32}
 * @param graphSha256 the {@link GraphDigest} of the model that this is the card of; empty in cards
 *     of before there was one, whose models are taken as they are
 * @param codes what labels mean in a terminology, by their names; may lack some or all
 * @param regions what the outputs of a model for overlapping regions are, in the order in which
 *     they are painted into a label map; empty otherwise
 */
public record ModelCard(
    int formatVersion,
    String network,
    long parameters,
    String dataset,
    String title,
    String objective,
    List<String> channels,
    List<String> labels,
    List<QuantityScale> quantities,
    PreprocessingPlan preprocessing,
    String licence,
    String citation,
    Provenance provenance,
    OptionalInt activationBytesPerVoxel,
    String precision,
    Optional<String> graphSha256,
    Map<String, LabelCode> codes,
    List<Region> regions) {

  /** Single precision, which cards that say nothing mean. */
  public static final String SINGLE_PRECISION = "f32";

  /** The key in the ONNX metadata. */
  public static final String METADATA_KEY = "firenet.model_card";

  /**
   * The newest version that this code reads. It writes 1, or 2 where rules of intensity must be
   * known to prepare an image rightly: software that does not know them refuses such a card.
   */
  public static final int FORMAT_VERSION = 2;

  /**
   * Checks what it is made of.
   *
   * @param formatVersion version of this format, see {@link #FORMAT_VERSION}
   * @param network name of the network
   * @param parameters number of trained values
   * @param dataset name of the dataset whose head this is
   * @param title the dataset's title
   * @param objective what the head computes, for example {@code segmentation}
   * @param channels names of the input channels, in their order
   * @param labels names of the classes 0, 1, …, of voxels or of images; empty for a regression
   * @param quantities what the outputs of a regression are, in their units; empty otherwise
   * @param preprocessing how an image is brought to the network
   * @param licence licence of the training data
   * @param citation what to cite
   * @param provenance where the weights come from
   * @param activationBytesPerVoxel most memory that what the layers compute takes at once, for each
   *     voxel of the image that goes in; empty in cards of models that were exported before it was
   *     told
   * @param precision number formats of the model, for example {@code f32}
   * @param graphSha256 the {@link GraphDigest} of the model that this is the card of; empty in
   *     cards of before there was one, whose models are taken as they are
   * @param codes what labels mean in a terminology, by their names; may lack some or all
   * @param regions what the outputs of a model for overlapping regions are, in the order in which
   *     they are painted into a label map; empty otherwise
   * @throws IllegalArgumentException if a name is none by the rules of {@link Naming}, or there is
   *     no channel, or neither a label nor a quantity, or both, or two labels are the same, or a
   *     code is of none of them, or a number of bytes is below 1
   */
  public ModelCard {
    channels = List.copyOf(channels);
    labels = List.copyOf(labels);
    quantities = List.copyOf(quantities);
    codes = Map.copyOf(codes);
    regions = List.copyOf(regions);
    for (Region region : regions) {
      int last = Math.max(region.paints(), region.labels().get(region.labels().size() - 1));
      if (last >= labels.size()) {
        throw new IllegalArgumentException(
            "region '%s' of a model card is of label %s, its labels are %s"
                .formatted(region.name(), last, labels));
      }
    }
    Naming.name("network", network);
    Naming.name("dataset", dataset);
    Naming.text("an objective", objective);
    channels.forEach(each -> Naming.text("a channel", each));
    labels.forEach(each -> Naming.text("a label", each));
    check("channels", !channels.isEmpty());
    check("labels", !labels.isEmpty() || !quantities.isEmpty());
    if (!labels.isEmpty() && !quantities.isEmpty()) {
      throw new IllegalArgumentException(
          "a model card has labels or quantities, got %s and %s".formatted(labels, quantities));
    }
    if (Set.copyOf(labels).size() < labels.size() || !labels.containsAll(codes.keySet())) {
      throw new IllegalArgumentException(
          "a model card has each label once and codes of them alone, got %s and codes of %s"
              .formatted(labels, codes.keySet()));
    }
    if (activationBytesPerVoxel.orElse(1) < 1) {
      throw new IllegalArgumentException(
          "activationBytesPerVoxel must be at least 1, got " + activationBytesPerVoxel.getAsInt());
    }
  }

  /**
   * {@return a builder of a card} What the model does, channels, labels or quantities,
   * preprocessing and provenance are needed.
   *
   * @param network name of the network
   * @param dataset name of the dataset whose head this is
   */
  public static ModelCardBuilder builder(String network, String dataset) {
    return new ModelCardBuilder(network, dataset);
  }

  /** {@return a builder that begins with this card} */
  public ModelCardBuilder toBuilder() {
    return new ModelCardBuilder(this);
  }

  /**
   * {@return this card with the memory that the network takes, see {@link
   * #activationBytesPerVoxel}}
   *
   * @param bytes at least 1
   */
  public ModelCard withActivationBytesPerVoxel(int bytes) {
    return toBuilder().activationBytesPerVoxel(bytes).build();
  }

  /**
   * {@return this card of a model in other number formats}
   *
   * @param precision such as {@code f32} or {@code int8}
   */
  public ModelCard withPrecision(String precision) {
    return toBuilder().precision(precision).build();
  }

  /**
   * {@return this card of a model with that {@link GraphDigest}}
   *
   * @param digest 64 hexadecimal digits in lower case
   */
  public ModelCard withGraphSha256(String digest) {
    return toBuilder().graphSha256(digest).build();
  }

  /** {@return what each output channel is: a region, a label, or a quantity with its unit} */
  public List<String> outputNames() {
    if (!regions.isEmpty()) {
      return regions.stream().map(Region::name).toList();
    }
    return quantities.isEmpty()
        ? labels
        : quantities.stream().map(each -> each.quantity().toString()).toList();
  }

  private static void check(String field, boolean filled) {
    if (!filled) {
      throw new IllegalArgumentException("field '" + field + "' of a model card must not be empty");
    }
  }
}
