package io.firenet.architecture;

import io.firenet.network.Network;
import io.firenet.network.NetworkBuilder;
import io.firenet.network.Output;
import io.firenet.network.Part;
import io.firenet.preprocess.PreprocessingPlan;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.OptionalInt;

/**
 * Extension point: a network that can be trained. Implementations are found as OSGi bundles or by
 * {@link java.util.ServiceLoader}; they need a public constructor without parameters and must be
 * stateless.
 *
 * <p>The builder's parts say who owns a weight: {@link Part#STEM} and {@link Part#DECODER} are one
 * dataset's, {@link Part#TRUNK} is shared by all datasets of a run. A trunk therefore must be the
 * same whatever channels, classes and decoder are asked for, unless the network trains {@link
 * #oneDatasetOnly}.
 */
public interface NetworkProvider {

  /** {@return the name to choose it by, lower case with dashes, for example {@code unet-3d}} */
  String name();

  /** {@return what its paper calls it, for tables and figures; its name by default} */
  default String title() {
    return name();
  }

  /** {@return one line for people} */
  String description();

  /** {@return what to cite: authors, title, year} */
  String source();

  /**
   * {@return every setting with its default, as {@code run.json} lists them; empty for a network
   * without settings} No setting may be called {@code name}.
   */
  default JsonObject defaults() {
    return JsonValue.EMPTY_JSON_OBJECT;
  }

  /**
   * {@return whether it trains on one dataset at a time, as a network does that configures itself
   * for its dataset} By default any number of datasets shares its trunk.
   */
  default boolean oneDatasetOnly() {
    return false;
  }

  /**
   * {@return most voxels a side of the pieces on which it trains and with which inference tiles an
   * image} Where it is present, a third of the pieces that are trained on hold foreground in their
   * middle; by default images are seen whole, up to {@link PreprocessingPlan#maxSide}.
   *
   * @param request the channels, outputs and images that the network is for
   */
  default OptionalInt patchSide(NetworkRequest request) {
    return OptionalInt.empty();
  }

  /**
   * Adds the network to an empty builder. Must work for images of 11 voxels a side and more, odd
   * ones included.
   *
   * @param net where the layers go; holds no node yet
   * @param request the channels, outputs and images that the network is for
   * @return the final output first, then those that only help training. A segmentation's final
   *     output is called {@code logits} and has the input's size
   * @throws IllegalArgumentException if it cannot serve the request; the message names this network
   *     and what to choose instead
   */
  List<Output> build(NetworkBuilder net, NetworkRequest request);

  /**
   * {@return the whole network for a request}
   *
   * @param request the channels, outputs and images that the network is for
   * @throws IllegalArgumentException as {@link #build}
   */
  default Network network(NetworkRequest request) {
    NetworkBuilder net = new NetworkBuilder();
    return net.build(build(net, request));
  }
}
