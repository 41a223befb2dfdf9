package io.firenet.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.Target;
import io.firenet.folder.DeclaredDataset;
import io.firenet.folder.LabelledFolder;
import io.firenet.format.nifti.Nifti;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TotalSegmentatorLayoutTests {

  private static final ImageGeometry GRID = ImageGeometry.axisAligned(new GridSize(1, 1, 8), 1.5);

  @TempDir Path folder;

  /** Liver 1–4, stomach 4–6 (so voxel 4 is in both), lesion 2 within the liver. */
  @BeforeEach
  void writeTwoCases() throws IOException {
    for (String id : List.of("s0001", "s0002")) {
      image(id, "ct.nii.gz");
      mask(id, "liver", 1, 2, 3, 4);
      mask(id, "stomach", 4, 5, 6);
      mask(id, "lesion", 2);
    }
    Files.writeString(folder.resolve("meta.csv"), "image_id;age");
  }

  private void image(String id, String name) throws IOException {
    Path file = folder.resolve(id).resolve(name);
    Files.createDirectories(file.getParent());
    Nifti.write(file, new Volume(GRID, 1, new float[] {0, 1, 2, 3, 4, 5, 6, name.hashCode()}));
  }

  private void mask(String id, String organ, int... voxels) throws IOException {
    Path file = folder.resolve(id).resolve("segmentations").resolve(organ + ".nii.gz");
    Files.createDirectories(file.getParent());
    short[] mask = new short[8];
    for (int voxel : voxels) {
      mask[voxel] = 1;
    }
    Nifti.write(file, new LabelMap(GRID, mask));
  }

  private Dataset own() throws IOException {
    DatasetSource source = DatasetSource.of(folder);
    return DeclaredDataset.ofFolder("organs", source).open(source);
  }

  private Dataset as(List<String> channels, String... labels) throws IOException {
    return LabelledFolder.open(
        DatasetSource.of(folder),
        DatasetDescriptor.builder("organs")
            .title("Organs")
            .channels(channels)
            .labels(labels)
            .build());
  }

  private static void assertLabels(Dataset dataset, int... expected) throws IOException {
    short[] found = dataset.cases().get(0).labels().data();
    for (int at = 0; at < expected.length; at++) {
      assertEquals(expected[at], found[at], "voxel " + at);
    }
    assertEquals(8, expected.length);
  }

  private static void assertContains(String message, String... parts) {
    for (String part : parts) {
      assertTrue(message.contains(part), () -> "'%s' lacks '%s'".formatted(message, part));
    }
  }

  @Test
  void describesItself() throws IOException {
    Dataset dataset = own();
    DatasetDescriptor descriptor = dataset.descriptor();
    assertEquals(List.of("ct"), descriptor.channels());
    assertEquals(List.of("background", "lesion", "liver", "stomach"), descriptor.labels());
    assertEquals("unknown", descriptor.licence());
    assertEquals(List.of("s0001", "s0002"), dataset.cases().stream().map(Case::id).toList());
    assertEquals(List.of(), dataset.notes());
    assertEquals(3, dataset.cases().get(0).labelFiles().size());
    assertLabels(dataset, 0, 2, 2, 2, 3, 3, 3, 0);
  }

  @Test
  void theDescriptorsOrderDecidesWhereMasksOverlap() throws IOException {
    assertLabels(
        as(List.of("CT"), "background", "stomach", "liver", "lesion"), 0, 2, 3, 2, 2, 1, 1, 0);
    assertLabels(
        as(List.of("CT"), "background", "liver", "lesion", "stomach"), 0, 1, 2, 1, 3, 3, 3, 0);
    assertLabels(as(List.of("CT"), "background", "Lesion", "LIVER"), 0, 2, 2, 2, 2, 0, 0, 0);
  }

  @Test
  void overlapsAreCountedAndTold() throws IOException {
    Dataset dataset = as(List.of("CT"), "background", "liver", "lesion", "stomach");
    Target.Labels read = (Target.Labels) dataset.cases().get(0).target();
    assertEquals(1, read.notes().size());
    assertContains(
        read.notes().get(0),
        folder.resolve("s0001").toString(),
        "2 voxels",
        "lesion over liver 1",
        "stomach over liver 1");
    Dataset apart = as(List.of("CT"), "background", "stomach", "lesion");
    assertEquals(List.of(), ((Target.Labels) apart.cases().get(0).target()).notes());
  }

  @Test
  void masksThatTheDescriptorDoesNotNameAreLeftOutAndTold() throws IOException {
    Dataset dataset = as(List.of("CT"), "background", "liver", "spleen");
    assertEquals(List.of("background", "liver", "spleen"), dataset.descriptor().labels());
    assertContains(dataset.notes().get(0), "lesion, stomach are left out");
    assertContains(dataset.notes().get(1), "no case has a mask of spleen");
    assertContains(
        assertThrows(InvalidDatasetException.class, () -> as(List.of("CT"), "background", "spleen"))
            .getMessage(),
        "spleen",
        "liver",
        "labels=folder");
  }

  @Test
  void allAsOneClassIsNoOverlap() throws IOException {
    DatasetDescriptor bone =
        as(List.of("CT"), "background", "liver").descriptor().withLabels(List.of("none", "organ"));
    Dataset dataset = LabelledFolder.openAsOneClass(DatasetSource.of(folder), bone, "lesion");
    assertLabels(dataset, 0, 1, 1, 1, 1, 1, 1, 0);
    assertEquals(List.of(), ((Target.Labels) dataset.cases().get(0).target()).notes());
  }

  @Test
  void aMissingMaskIsAnOrganThatIsNotThere() throws IOException {
    Files.delete(folder.resolve("s0002/segmentations/lesion.nii.gz"));
    Files.createDirectories(folder.resolve("s0003"));
    Dataset dataset = own();
    assertContains(dataset.notes().get(0), "s0003");
    assertContains(dataset.notes().get(1), "lack masks", "s0002");
    assertEquals(2, dataset.cases().get(1).labels().data()[2]);
    Files.delete(folder.resolve("s0002/segmentations/liver.nii.gz"));
    Files.delete(folder.resolve("s0002/segmentations/stomach.nii.gz"));
    Case none = own().cases().get(1);
    assertContains(
        assertThrows(InvalidDatasetException.class, none::labels).getMessage(),
        "s0002",
        "found none of them");
  }

  @Test
  void aListingGivesOrderLicenceAndTitle() throws IOException {
    Files.writeString(
        folder.resolve("dataset.json"),
        """
        {"name": "Organs", "licence": "CC BY 4.0", "reference": "Wasserthal 2023",
         "labels": {"background": 0, "stomach": 1, "liver": 2}}
        """);
    Dataset dataset = own();
    assertEquals(
        DatasetDescriptor.builder("organs")
            .title("Organs")
            .channels("ct")
            .labels("background", "stomach", "liver")
            .licence("CC BY 4.0")
            .citation("Wasserthal 2023")
            .build(),
        dataset.descriptor());
    assertContains(dataset.notes().get(0), "lesion are left out");
    assertLabels(dataset, 0, 2, 2, 2, 2, 1, 1, 0);
  }

  @Test
  void severalImagesAreChannelsByName() throws IOException {
    image("s0001", "pet.nii.gz");
    image("s0002", "pet.nii.gz");
    assertEquals(List.of("ct", "pet"), own().descriptor().channels());
    Volume swapped = as(List.of("PET", "CT"), "background", "liver").cases().get(0).image();
    assertEquals((float) "pet.nii.gz".hashCode(), swapped.data()[7]);
    assertEquals((float) "ct.nii.gz".hashCode(), swapped.data()[15]);
    assertContains(
        assertThrows(
                InvalidDatasetException.class, () -> as(List.of("T1", "T2"), "background", "liver"))
            .getMessage(),
        "the images' names",
        "{0=ct, 1=pet}");
    Files.delete(folder.resolve("s0002/pet.nii.gz"));
    Case lacking = own().cases().get(1);
    assertContains(
        assertThrows(IOException.class, lacking::image).getMessage(), "s0002", "pet.nii.gz");
  }

  @Test
  void anImageOfFewCasesIsNoChannelAndTold() throws IOException {
    image("s0003", "ct.nii.gz");
    mask("s0003", "liver", 1);
    image("s0003", "preview.nii.gz");
    Dataset dataset = own();
    assertEquals(List.of("ct"), dataset.descriptor().channels());
    assertEquals(1, dataset.cases().get(2).imageFiles().size());
    assertContains(dataset.notes().get(1), "left out", "preview.nii.gz");
  }

  @Test
  void masksMustLieOnOneGrid() throws IOException {
    Nifti.write(
        folder.resolve("s0001/segmentations/stomach.nii.gz"),
        new LabelMap(ImageGeometry.axisAligned(new GridSize(1, 1, 8), 2), new short[8]));
    Case one = own().cases().get(0);
    assertContains(
        assertThrows(IOException.class, one::labels).getMessage(), "stomach.nii.gz", "one grid");
  }

  @Test
  void aMaskOfAnyValueCounts() throws IOException {
    Nifti.write(
        folder.resolve("s0001/segmentations/lesion.nii.gz"),
        new LabelMap(GRID, new short[] {0, 0, 255, 0, 0, 0, 0, 0}));
    assertArrayEquals(
        new short[] {0, 1, 2, 1, 3, 3, 3, 0},
        as(List.of("CT"), "background", "liver", "lesion", "stomach")
            .cases()
            .get(0)
            .labels()
            .data());
  }
}
