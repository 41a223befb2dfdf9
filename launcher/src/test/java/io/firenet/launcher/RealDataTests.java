package io.firenet.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetProvider;
import io.firenet.launcher.argument.DataArgument;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every bundle on real images in its layout. */
class RealDataTests {

  @ParameterizedTest
  @CsvSource({
    "msd-brain-tumour:labels=folder, Task01_BrainTumour, 2",
    "msd-heart, Task02_Heart, 10",
    "msd-liver, Task03_Liver, 1",
    "msd-hippocampus, Task04_Hippocampus, 208",
    "msd-prostate, Task05_Prostate, 1",
    "msd-lung, Task06_Lung, 100",
    "msd-pancreas, Task07_Pancreas, 1",
    "msd-hepatic-vessel, Task08_HepaticVessel, 1",
    "msd-spleen, Task09_Spleen, 2",
    "msd-colon, Task10_Colon, 1",
    "msk-hip, Bones_Hip, 6",
    "msk-hip:labels=folder, Bones_Hip, 6",
    "msk-knee, Bones_Knee, 1",
    "oai-knee, Bones_Knee, 1",
    "prostate-mr:labels=folder, Prostate_T2, 4"
  })
  void opensListsAndReads(String argument, String folder, int cases) throws IOException {
    Path path = Path.of(System.getProperty("firenet.data"), folder);
    assumeTrue(Files.isDirectory(path), "no real images at " + path);
    DataArgument data = DataArgument.parse(argument + "=" + path);
    Dataset dataset = provider(data.name()).open(data.source());
    assertEquals(cases, dataset.cases().size());
    Case first = dataset.cases().get(0);
    Volume image = first.image();
    LabelMap labels = first.labels();
    assertEquals(dataset.descriptor().channels().size(), image.channels());
    assertTrue(image.geometry().matches(labels.geometry(), 1e-2), first.id());
    int foreground = 0;
    for (short label : labels.data()) {
      assertTrue(label >= 0 && label < dataset.descriptor().labels().size(), first.id());
      foreground += label > 0 ? 1 : 0;
    }
    assertTrue(foreground > 0, first.id());
  }

  private static DatasetProvider provider(String name) {
    return ServiceLoader.load(DatasetProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(each -> each.descriptor().name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
