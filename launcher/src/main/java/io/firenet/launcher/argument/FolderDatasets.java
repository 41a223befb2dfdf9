package io.firenet.launcher.argument;

import io.firenet.core.plugin.PluginException;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.NameList;
import io.firenet.folder.DeclaredDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** Datasets that no plugin brings: folders that say themselves what they are. */
public final class FolderDatasets {

  private static final int MOST_NAMED = 12;

  private static final String OWN_LABELS = "labels";

  private FolderDatasets() {}

  /**
   * The plugins, and a dataset for each name that no plugin has and whose folder describes itself.
   *
   * @param sources where the datasets are, by name
   * @param tell gets a line for each
   * @throws PluginException if a name is nearly that of a plugin's dataset, or has no folder
   * @throws IOException if a folder does not say what it is
   */
  public static PluginRegistry declare(
      PluginRegistry plugins, Map<String, DatasetSource> sources, Consumer<String> tell)
      throws IOException {
    PluginRegistry all = plugins;
    for (Map.Entry<String, DatasetSource> each : sources.entrySet()) {
      if (!plugins.hasDataset(each.getKey())) {
        all = all.withDeclared(declare(each.getKey(), each.getValue(), plugins, tell));
      }
    }
    return all;
  }

  private static DeclaredDataset declare(
      String name, DatasetSource source, PluginRegistry plugins, Consumer<String> tell)
      throws IOException {
    boolean similar = plugins.similarDataset(name).isPresent();
    if (source.folder().isEmpty() || (similar && !source.options().containsKey(OWN_LABELS))) {
      refuse(name, source, plugins);
    }
    DeclaredDataset declared;
    try {
      declared = DeclaredDataset.ofFolder(name, source.without(DatasetSource.DECODER));
    } catch (InvalidDatasetException e) {
      throw new InvalidDatasetException(
          "%s (no plugin brings a dataset '%s'; 'firenet datasets' lists those there are)"
              .formatted(e.getMessage(), name),
          e);
    }
    DatasetDescriptor found = declared.descriptor();
    tell.accept(
        "%s: no plugin's dataset; its folder says it is '%s', channels %s, labels %s, licence '%s', cite '%s'"
            .formatted(
                name,
                found.title(),
                String.join(", ", found.channels()),
                NameList.first(found.labels(), MOST_NAMED),
                found.licence(),
                found.citation()));
    return declared;
  }

  /** Says which datasets there are. */
  private static void refuse(String name, DatasetSource source, PluginRegistry plugins) {
    try {
      plugins.dataset(name);
    } catch (PluginException e) {
      String orElse =
          source
              .folder()
              .map(dir -> "; to read the folder as what it says itself, " + own(name, dir))
              .orElse("");
      throw new PluginException(e.getMessage() + orElse, e);
    }
  }

  private static String own(String name, Path folder) {
    return "name it %s:labels=folder=%s, or give it a name less like it".formatted(name, folder);
  }
}
