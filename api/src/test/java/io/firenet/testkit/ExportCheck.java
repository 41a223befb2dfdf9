package io.firenet.testkit;

import io.firenet.architecture.NetworkProvider;
import io.firenet.decoder.DecoderProvider;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Trains a head or a network and compares it with its exported model. The API can do neither: the
 * engine's own testkit has the implementation, which {@link DecoderContractTests} and {@link
 * NetworkContractTests} find by {@link java.util.ServiceLoader}.
 */
public interface ExportCheck {

  /**
   * Checks a head.
   *
   * @param provider the head, tried with every number of outputs it is asked for here
   * @param folder for the models
   * @throws AssertionError if the head does not train, or its export computes something else
   * @throws IOException if the folder cannot be written
   */
  void check(DecoderProvider provider, Path folder) throws IOException;

  /**
   * Checks a network, on images of 11×13×17 voxels with 4 channels among others.
   *
   * @param provider the network
   * @param settings every setting of the network
   * @param folder for the models
   * @throws AssertionError if the network does not train or not in the same way each time, a weight
   *     learns nothing, or its export computes something else
   * @throws IOException if the folder cannot be written
   */
  void check(NetworkProvider provider, JsonObject settings, Path folder) throws IOException;
}
