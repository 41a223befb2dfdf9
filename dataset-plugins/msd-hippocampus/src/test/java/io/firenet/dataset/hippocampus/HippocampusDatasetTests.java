package io.firenet.dataset.hippocampus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.volume.LabelMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HippocampusDatasetTests {

  @Test
  void serviceLoaderFindsTheProvider() {
    assertTrue(
        ServiceLoader.load(DatasetProvider.class).stream()
            .anyMatch(provider -> provider.type() == HippocampusDataset.class));
  }

  @Test
  void readsTheRealImages() throws IOException {
    Path folder = Path.of(System.getProperty("firenet.data"), "Task04_Hippocampus");
    assumeTrue(Files.isDirectory(folder), "no MSD Task04 at " + folder);
    Dataset dataset = new HippocampusDataset().open(DatasetSource.of(folder));
    assertTrue(dataset.cases().size() > 100, () -> dataset.cases().size() + " cases");
    Case first = dataset.cases().get(0);
    LabelMap labels = first.labels();
    assertEquals(labels.geometry(), first.image().geometry());
    Set<Short> values = new TreeSet<>();
    for (short value : labels.data()) {
      values.add(value);
    }
    assertEquals(Set.of((short) 0, (short) 1, (short) 2), values);
  }
}
