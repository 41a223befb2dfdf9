package io.firenet.testkit;

import io.firenet.decoder.DecoderProvider;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Trains a head and compares it with its exported model. The API can do neither: the engine's own
 * testkit has the implementation, which {@link DecoderContractTests} finds by {@link
 * java.util.ServiceLoader}.
 */
public interface ExportCheck {

  /**
   * Runs the check.
   *
   * @param folder for the models
   * @throws AssertionError if the head does not train, or its export computes something else
   * @throws IOException if the folder cannot be written
   */
  void check(DecoderProvider provider, Path folder) throws IOException;
}
