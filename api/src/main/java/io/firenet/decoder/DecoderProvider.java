package io.firenet.decoder;

import io.firenet.network.Blocks;
import io.firenet.network.Output;
import java.util.List;

/**
 * Extension point: a kind of decoder head. Implementations are found as OSGi bundles or by {@link
 * java.util.ServiceLoader}; they need a public constructor without parameters and must be
 * stateless.
 */
public interface DecoderProvider {

  /**
   * {@return the name that datasets ask for, lower case with dashes, for example {@code
   * segmentation}}
   */
  String name();

  /** {@return one line for people} */
  String description();

  /** {@return what this head is trained for} */
  Objective objective();

  /**
   * Adds the head to a network. All nodes added here belong to one dataset.
   *
   * @param blocks adds nodes to the network, inside the head's own scope
   * @param features what encoder and fabric offer
   * @param classes number of output channels: classes, a segmentation's background included,
   *     regions, or values
   * @return the final output first, then those that only help training
   */
  List<Output> build(Blocks blocks, Features features, int classes);
}
