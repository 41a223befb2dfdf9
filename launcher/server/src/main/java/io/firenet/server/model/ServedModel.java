package io.firenet.server.model;

import io.firenet.model.ModelCard;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model that callers may choose.
 *
 * @param name what they call it; may stand in an address
 * @param files its files, whose outputs are averaged if there are several
 * @param card what it is; absent if it is damaged
 * @param fault why it cannot be used, in a sentence without paths; absent if it can
 */
public record ServedModel(
    String name, List<Path> files, Optional<ModelCard> card, Optional<String> fault) {

  public ServedModel {
    files = List.copyOf(files);
  }
}
