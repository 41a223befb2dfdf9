package io.firenet.dataset.braintumour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.Region;
import io.firenet.testkit.DecathlonFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrainTumourRegionsTests {

  private static final BrainTumourDataset PROVIDER = new BrainTumourDataset();

  @TempDir private Path folder;

  private Dataset open(List<String> labels) throws IOException {
    DecathlonFixture.write(folder, PROVIDER.descriptor().channels(), labels);
    return PROVIDER.open(new DatasetSource(Optional.of(folder), Map.of("labels", "regions")));
  }

  @Test
  void theOptionGivesWhatTheChallengeScores() throws IOException {
    Dataset dataset = open(PROVIDER.descriptor().labels());
    DatasetDescriptor found = dataset.descriptor();
    assertEquals("regions", found.decoder());
    assertEquals(
        List.of(
            new Region("whole tumour", List.of(1, 2, 3), 1),
            new Region("tumour core", List.of(2, 3), 2),
            new Region("enhancing tumour", List.of(3), 3)),
        found.regions());
    assertEquals(PROVIDER.descriptor().labels(), found.labels());
    assertTrue(dataset.cases().get(0).labels().data().length > 0);
  }

  @Test
  void labelsInAnotherOrderAreToldByTheirNames() throws IOException {
    DatasetDescriptor found =
        open(List.of("background", "non-enhancing core", "Oedema", "enhancing")).descriptor();
    assertEquals(
        List.of(
            new Region("whole tumour", List.of(1, 2, 3), 2),
            new Region("tumour core", List.of(1, 3), 1),
            new Region("enhancing tumour", List.of(3), 3)),
        found.regions());
  }

  @Test
  void labelsOfSomethingElseAreRefused() {
    String message =
        assertThrows(
                InvalidDatasetException.class,
                () -> open(List.of("background", "liver", "edema", "spleen")))
            .getMessage();
    assertTrue(message.contains("dataset 'msd-brain-tumour' expects"), message);
  }
}
