package io.firenet.dataset.oaiknee;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.testkit.DatasetContractTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on label maps in MetaImage, as OAI-ZIB ships them. */
class OaiZibContractTests extends DatasetContractTests {

  private static final String HEADER =
      """
      ObjectType = Image
      NDims = 3
      DimSize = 5 4 3
      ElementSpacing = 0.7 0.36 0.36
      ElementType = MET_UCHAR
      ElementDataFile = %s
      """;

  @TempDir Path folder;

  @Override
  protected DatasetProvider provider() {
    return new OaiKneeDataset();
  }

  @Override
  protected DatasetSource source() throws IOException {
    Path masks = Files.createDirectories(folder.resolve("segmentation_masks"));
    Path images = Files.createDirectories(folder.resolve("images"));
    byte[] labels = new byte[60];
    for (int at = 0; at < 60; at++) {
      labels[at] = (byte) (at % 5);
    }
    for (String id : List.of("9001104", "9002430")) {
      String raw = id + ".segmentation_masks.raw";
      Files.writeString(masks.resolve(id + ".segmentation_masks.mhd"), HEADER.formatted(raw));
      Files.write(masks.resolve(raw), labels);
      Files.writeString(images.resolve(id + ".mhd"), HEADER.formatted(id + ".raw"));
      Files.write(images.resolve(id + ".raw"), labels);
    }
    return DatasetSource.of(folder);
  }

  @Test
  void bonesAreOneClassAndCartilageIsBackground() throws IOException {
    Dataset dataset = provider().open(source());
    Case first = dataset.cases().get(0);
    assertEquals("9001104", first.id());
    short[] labels = first.labels().data();
    assertEquals(
        List.of(0, 1, 0, 1, 0),
        List.of(
            (int) labels[0], (int) labels[1], (int) labels[2], (int) labels[3], (int) labels[4]));
    assertEquals(0.7, first.image().geometry().spacingMm()[2], 1e-9);
  }

  @Test
  void theOptionKeepsStructuresApart() throws IOException {
    source();
    DatasetSource apart = new DatasetSource(Optional.of(folder), Map.of("labels", "folder"));
    Dataset dataset = provider().open(apart);
    assertEquals(5, dataset.descriptor().labels().size());
    short[] labels = dataset.cases().get(0).labels().data();
    assertEquals(
        Arrays.toString(new short[] {0, 1, 2, 3, 4}), Arrays.toString(Arrays.copyOf(labels, 5)));
  }

  @Test
  void aLabelMapWithoutItsImageIsNamed() throws IOException {
    DatasetSource source = source();
    Files.delete(folder.resolve("images/9002430.mhd"));
    String message =
        assertThrows(InvalidDatasetException.class, () -> provider().open(source)).getMessage();
    assertTrue(message.contains("images/9002430"), message);
  }
}
