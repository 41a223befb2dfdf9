package io.firenet.folder;

import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.Naming;
import io.firenet.dataset.Region;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A folder that no dataset is known for, as far as it says itself what it is. */
final class FolderSelfDescription {

  private static final String DECODER = "segmentation";

  private final String name;
  private final DatasetSource source;

  FolderSelfDescription(String name, DatasetSource source) {
    this.name = name;
    this.source = source;
  }

  DeclaredDataset declare() throws IOException {
    Naming.name("dataset", name);
    NamedFolder named = NamedFolder.of(source, name);
    Path folder = named.folder().path();
    FolderContents contents = named.contents(name, Optional.empty());
    Map<Integer, String> channels = contents.channels().names();
    List<String> labels = LabelMapping.ofFolder(contents.labels()).names();
    for (int channel = 0; channel < Math.max(1, channels.size()); channel++) {
      if (!channels.containsKey(channel)) {
        throw new InvalidDatasetException(
            "%s: expected %s as {\"0\": NAME, \"1\": NAME, …}, found %s"
                .formatted(contents.channels().where(), contents.channels().what(), channels));
      }
    }
    DatasetDescriptor descriptor =
        contents
            .description()
            .describe(folder, name, List.copyOf(channels.values()), labels, DECODER);
    if (!contents.regions().isEmpty()) {
      descriptor = descriptor.withRegions(contents.regions(), Region.DECODER);
    }
    return new DeclaredDataset(descriptor, named.layout());
  }
}
