package io.firenet.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.DescriptorJson;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.Region;
import io.firenet.folder.DeclaredDataset;
import io.firenet.folder.LabelledFolder;
import io.firenet.format.nifti.Nifti;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.preprocess.Preprocessor;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NnunetLayoutTests {

  private static final ImageGeometry GRID = ImageGeometry.axisAligned(new GridSize(4, 5, 6), 1.5);
  private static final int VOXELS = 120;

  private static final String V2 =
      """
      {"channel_names": {"0": "T2", "1": "ADC"}, "labels": {"background": 0, "PZ": 1, "TZ": 2},
       "numTraining": 2, "file_ending": ".nii.gz", "licence": "CC0", "name": "Prostate",
       "overwrite_image_reader_writer": "SimpleITKIO"}
      """;
  private static final String V1 =
      """
      {"modality": {"0": "T2", "1": "ADC"}, "labels": {"0": "background", "1": "PZ", "2": "TZ"},
       "licence": "CC0", "name": "Prostate", "numTraining": 2, "training": [
       {"image": "./imagesTr/p.0.nii.gz", "label": "./labelsTr/p.0.nii.gz"},
       {"image": "./imagesTr/p1.nii.gz", "label": "./labelsTr/p1.nii.gz"}]}
      """;

  @TempDir Path folder;

  private static float[] channel(int seed) {
    Random random = new Random(seed);
    float[] values = new float[VOXELS];
    for (int at = 0; at < VOXELS; at++) {
      values[at] = random.nextInt(1000);
    }
    return values;
  }

  private static LabelMap labels(int seed) {
    Random random = new Random(seed);
    short[] values = new short[VOXELS];
    for (int at = 0; at < VOXELS; at++) {
      values[at] = (short) random.nextInt(3);
    }
    return new LabelMap(GRID, values);
  }

  private Path write(String json, String... cases) throws IOException {
    Files.createDirectories(folder.resolve("imagesTr"));
    Files.createDirectories(folder.resolve("labelsTr"));
    Files.writeString(folder.resolve("dataset.json"), json);
    for (String id : cases) {
      for (int channel = 0; channel < 2; channel++) {
        Nifti.write(
            folder.resolve("imagesTr/%s_%04d.nii.gz".formatted(id, channel)),
            new Volume(GRID, 1, channel(id.hashCode() + channel)));
      }
      Nifti.write(folder.resolve("labelsTr/%s.nii.gz".formatted(id)), labels(id.hashCode()));
    }
    return folder;
  }

  private Dataset open() throws IOException {
    DatasetSource source = DatasetSource.of(folder);
    return DeclaredDataset.ofFolder("prostate", source).open(source);
  }

  private String refusal() {
    String message = assertThrows(InvalidDatasetException.class, this::open).getMessage();
    assertTrue(message.contains(folder.toString()), message);
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  private static void assertContains(String message, String... parts) {
    for (String part : parts) {
      assertTrue(message.contains(part), () -> "'%s' lacks '%s'".formatted(message, part));
    }
  }

  private static List<String> ids(Dataset dataset) {
    return dataset.cases().stream().map(Case::id).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {V1, V2})
  void bothVersionsAreFoundAndRead(String json) throws IOException {
    write(json, "p.0", "p1");
    Files.createDirectories(folder.resolve("imagesTs"));
    Files.writeString(folder.resolve("imagesTr/._p1_0000.nii.gz"), "macOS");
    Dataset dataset = open();
    assertEquals(
        DatasetDescriptor.builder("prostate")
            .title("Prostate")
            .channels("T2", "ADC")
            .labels("background", "PZ", "TZ")
            .licence("CC0")
            .citation("unknown")
            .build(),
        dataset.descriptor());
    assertEquals(List.of("p.0", "p1"), ids(dataset));
    assertEquals(List.of(), dataset.notes());
    for (Case one : dataset.cases()) {
      Volume image = one.image();
      assertEquals(2, image.channels());
      float[] both = Arrays.copyOf(channel(one.id().hashCode()), 2 * VOXELS);
      System.arraycopy(channel(one.id().hashCode() + 1), 0, both, VOXELS, VOXELS);
      assertArrayEquals(both, image.data());
      assertArrayEquals(labels(one.id().hashCode()).data(), one.labels().data());
      assertEquals(2, one.imageFiles().size());
      assertEquals(image.geometry(), one.geometry());
    }
  }

  /** The same case as the Decathlon has it and as both versions of nnU-Net have it. */
  @Test
  void theSameCaseIsTheSameArrayInEveryLayout() throws IOException {
    List<float[]> images = new java.util.ArrayList<>();
    List<short[]> labels = new java.util.ArrayList<>();
    Preprocessor preprocessor = new Preprocessor(new PreprocessingPlan(1.1, 64));
    for (String json : List.of(V1, V2)) {
      write(json, "p.0", "p1");
      Case one = open().cases().get(0);
      images.add(preprocessor.image(one.image()).data());
      labels.add(preprocessor.labels(one.labels()).data());
    }
    Path decathlon = Files.createDirectories(folder.resolve("decathlon/imagesTr"));
    Path labelFolder = Files.createDirectories(folder.resolve("decathlon/labelsTr"));
    for (String id : List.of("p.0", "p1")) {
      float[] both = Arrays.copyOf(channel(id.hashCode()), 2 * VOXELS);
      System.arraycopy(channel(id.hashCode() + 1), 0, both, VOXELS, VOXELS);
      Nifti.write(decathlon.resolve(id + ".nii.gz"), new Volume(GRID, 2, both));
      Nifti.write(labelFolder.resolve(id + ".nii.gz"), labels(id.hashCode()));
    }
    Files.writeString(folder.resolve("decathlon/dataset.json"), V1);
    DatasetSource source = DatasetSource.of(folder.resolve("decathlon"));
    Case one = DeclaredDataset.ofFolder("prostate", source).open(source).cases().get(0);
    assertEquals(1, one.imageFiles().size(), "the Decathlon's layout");
    for (int layout = 0; layout < 2; layout++) {
      assertArrayEquals(preprocessor.image(one.image()).data(), images.get(layout));
      assertArrayEquals(preprocessor.labels(one.labels()).data(), labels.get(layout));
    }
  }

  @Test
  void aDatasetWithADescriptorReadsItToo() throws IOException {
    write(V2, "p.0", "p1");
    DatasetDescriptor descriptor =
        DatasetDescriptor.builder("msd-prostate")
            .title("MSD")
            .channels("T2", "ADC")
            .labels("background", "PZ", "TZ")
            .licence("CC0")
            .citation("x")
            .build();
    Dataset dataset = io.firenet.folder.LabelledFolder.open(DatasetSource.of(folder), descriptor);
    assertEquals(descriptor, dataset.descriptor());
    assertEquals(2, dataset.cases().get(1).image().channels());
  }

  @Test
  void whatACaseLacksIsItsOwnMatter() throws IOException {
    write(V2, "a", "b", "c", "d");
    Files.delete(folder.resolve("imagesTr/a_0001.nii.gz"));
    Files.delete(folder.resolve("labelsTr/b.nii.gz"));
    Files.delete(folder.resolve("imagesTr/c_0000.nii.gz"));
    Files.delete(folder.resolve("imagesTr/c_0001.nii.gz"));
    Files.copy(folder.resolve("imagesTr/d_0000.nii.gz"), folder.resolve("imagesTr/d_0002.nii.gz"));
    Dataset dataset = open();
    assertEquals(List.of("a", "b", "c", "d"), ids(dataset));
    List<Case> cases = dataset.cases();
    assertContains(message(cases.get(0)::image), "a_0001.nii.gz");
    assertContains(message(cases.get(1)::labels), "b.nii.gz");
    assertContains(message(cases.get(2)::image), "c_0000.nii.gz");
    assertContains(message(cases.get(3)::image), "expects 2 channels", "d_0002.nii.gz");
    assertContains(dataset.notes().get(0), "\"numTraining\" is 2, the folder has 4 cases");
  }

  private interface Reading {
    Object read() throws IOException;
  }

  private static String message(Reading reading) {
    return assertThrows(IOException.class, reading::read).getMessage();
  }

  @Test
  void channelsMustLieOnOneGridAndBeOne() throws IOException {
    write(V2, "a", "b");
    Nifti.write(
        folder.resolve("imagesTr/a_0001.nii.gz"),
        new Volume(ImageGeometry.axisAligned(new GridSize(4, 5, 6), 1.6), 1, channel(1)));
    Nifti.write(
        folder.resolve("imagesTr/b_0001.nii.gz"), new Volume(GRID, 2, new float[2 * VOXELS]));
    List<Case> cases = open().cases();
    assertContains(message(cases.get(0)::image), "a_0001.nii.gz", "one grid", "a_0000.nii.gz");
    assertContains(message(cases.get(1)::image), "b_0001.nii.gz", "it has 2");
  }

  @Test
  void filesThatAreNoChannelsAreLeftOutAndTold() throws IOException {
    write(V2, "a", "b");
    for (String extra : List.of("imagesTr/a.nii.gz", "imagesTr/b_0000.nii", "imagesTr/notes.txt")) {
      Files.writeString(folder.resolve(extra), "");
    }
    Files.writeString(folder.resolve("labelsTr/a.mha"), "");
    Dataset dataset = open();
    assertEquals(List.of("a", "b"), ids(dataset));
    assertContains(
        dataset.notes().get(0),
        "imagesTr: 3 files are left out",
        "CASE_0000.nii.gz",
        "a.nii.gz, b_0000.nii, notes.txt");
    assertContains(dataset.notes().get(1), "labelsTr: 1 file is left out", "a.mha");
  }

  @Test
  void versionOneTellsOfCasesThatItsListLacks() throws IOException {
    write(V1, "p.0", "p1", "p2");
    Dataset dataset = open();
    assertEquals(List.of("p.0", "p1"), ids(dataset));
    assertContains(dataset.notes().get(0), "1 cases", "\"training\"", "p2");
  }

  @Test
  void readsTheFilesThatVersionTwoLists() throws IOException {
    write(V2, "a", "b");
    Files.move(folder.resolve("imagesTr"), folder.resolve("elsewhere"));
    write(
        V2.replaceFirst(
            "\\{",
            """
            {"dataset": {"z": {"images": ["elsewhere/a_0000.nii.gz", "%s/elsewhere/a_0001.nii.gz"],
             "label": "labelsTr/a.nii.gz"}, "y": {"images": ["elsewhere/b_0000.nii.gz",
             "elsewhere/b_0001.nii.gz"], "label": "labelsTr/b.nii.gz"}},
            """
                .formatted(folder)));
    Dataset dataset = open();
    assertEquals(List.of("z", "y"), ids(dataset));
    assertEquals(2, dataset.cases().get(0).image().channels());
    assertArrayEquals(labels("b".hashCode()).data(), dataset.cases().get(1).labels().data());
    Files.writeString(
        folder.resolve("dataset.json"), V2.replaceFirst("\\{", "{\"dataset\": {\"z\": [1]},"));
    assertContains(refusal(), "case 'z'", "\"images\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'{\"background\": 0, \"PZ\": [1, 2], \"TZ\": 2}' | \"regions_class_order\" | [PZ, TZ]",
        "'{\"background\": 0, \"PZ\": [0, 1], \"TZ\": 2}' | region 'PZ' | from 1 on",
        "'{\"background\": 0, \"PZ\": [1, \"x\"]}' | \"labels\" | x",
        "'{\"background\": 0, \"PZ\": 1, \"TZ\": 1}' | 'PZ' | same value 1",
        "'{\"background\": 0, \"PZ\": 1.5}' | \"labels\" | 1.5",
        "'{\"background\": 0, \"PZ\": 2}' | without a gap | PZ",
        "'[\"background\"]' | \"labels\" | [\"background\"]",
        "'{\"background\": 0}' | beside the background | background"
      })
  void refusesLabelsThatCannotBeTrained(String labels, String one, String other)
      throws IOException {
    write(V2.replaceFirst("\"labels\": \\{[^}]*}", "\"labels\": " + labels), "a");
    assertContains(refusal(), "dataset.json", one, other);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"0\": \"background\", \"1\": \"PZ\", \"2\": \"TZ\"}",
        "{\"background\": \"0\", \"PZ\": [1], \"TZ\": 2}"
      })
  void readsLabelsInEveryWayThatNnunetDoes(String labels) throws IOException {
    write(V2.replaceFirst("\"labels\": \\{[^}]*}", "\"labels\": " + labels), "a");
    assertEquals(List.of("background", "PZ", "TZ"), open().descriptor().labels());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"ignore\": 2", "\"ignore\": [2]"})
  void readsWhatIsToBeIgnored(String ignore) throws IOException {
    write(
        V2.replaceFirst(
            "\"labels\": \\{[^}]*}", "\"labels\": {\"background\": 0, \"PZ\": 1, " + ignore + "}"),
        "a");
    Dataset dataset = open();
    assertEquals(List.of("background", "PZ"), dataset.descriptor().labels());
    long twos = 0;
    for (short label : labels("a".hashCode()).data()) {
      twos += label == 2 ? 1 : 0;
    }
    assertEquals(twos, dataset.cases().get(0).labels().ignored());
    assertTrue(twos > 0);
  }

  @Test
  void readsRegionsAndTheOrderInWhichTheyArePainted() throws IOException {
    String labels =
        "\"labels\": {\"background\": 0, \"gland\": [1, 2], \"TZ\": [2], \"ignore\": 3},"
            + " \"regions_class_order\": [1, 2]";
    write(V2.replaceFirst("\"labels\": \\{[^}]*}", labels), "a");
    DatasetDescriptor found = open().descriptor();
    assertEquals(List.of("background", "label 1", "TZ"), found.labels());
    assertEquals(
        List.of(new Region("gland", List.of(1, 2), 1), new Region("TZ", List.of(2), 2)),
        found.regions());
    assertEquals(List.of("gland", "TZ"), found.outputNames());
    assertEquals("regions", found.decoder());
    JsonObject json = DescriptorJson.write(found);
    assertEquals(found, DescriptorJson.read(json));
    assertEquals(
        "[{\"name\":\"gland\",\"labels\":[\"label 1\",\"TZ\"],\"paints\":\"label 1\"},"
            + "{\"name\":\"TZ\",\"labels\":[\"TZ\"],\"paints\":\"TZ\"}]",
        json.getJsonArray("regions").toString());
    DatasetSource own = new DatasetSource(Optional.of(folder), Map.of("labels", "folder"));
    assertEquals(
        found.regions(),
        LabelledFolder.open(own, found.withRegions(List.of(), "segmentation"))
            .descriptor()
            .regions());
    write(
        V2.replaceFirst(
            "\"labels\": \\{[^}]*}", labels.replace("order\": [1, 2]", "order\": [1, 3]")),
        "a");
    assertContains(refusal(), "regions_class_order", "'TZ'", "with 3");
  }

  @Test
  void refusesEndingsAndChannelsThatCannotBe() throws IOException {
    write(V2.replace(".nii.gz", ".png"), "a");
    assertContains(refusal(), "\"file_ending\" is '.png'", "convert");
    write(V2.replace("\"1\": \"ADC\"", "\"2\": \"ADC\""));
    assertContains(refusal(), "\"channel_names\"", "2");
    write(V2.replace("{\"0\": \"T2\", \"1\": \"ADC\"}", "{}"));
    assertContains(refusal(), "\"channel_names\"");
  }

  @Test
  void anEmptyFolderIsRefused() throws IOException {
    write(V2);
    assertContains(refusal(), "imagesTr/CASE_0000.nii.gz", "found none");
  }

  @Test
  void pointsToTheFolderAboveAndBelow() throws IOException {
    write(V2, "a");
    DatasetSource inner = DatasetSource.of(folder.resolve("imagesTr"));
    assertContains(
        assertThrows(
                InvalidDatasetException.class, () -> DeclaredDataset.ofFolder("prostate", inner))
            .getMessage(),
        "folder above; name that one: " + folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void readsTheFolderThatOnceFailed(String version) throws IOException {
    Path data = Path.of(System.getProperty("firenet.data"));
    Path folder = data.resolveSibling("regressions").resolve("nnunet_raw").resolve(version);
    assumeTrue(Files.isDirectory(folder), "no regression files at " + folder);
    DatasetSource source = DatasetSource.of(folder);
    Dataset dataset = DeclaredDataset.ofFolder("prostate", source).open(source);
    assertEquals(2, dataset.cases().size());
    for (Case one : dataset.cases()) {
      assertEquals(2, one.image().channels());
      assertEquals(one.image().size(), one.labels().size());
    }
  }
}
