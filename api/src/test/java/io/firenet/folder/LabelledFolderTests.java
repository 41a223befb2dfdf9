package io.firenet.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.format.nifti.Nifti;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelledFolderTests {

  private static final DatasetDescriptor KNEE =
      DatasetDescriptor.builder("knee").title("Knee").channels("MR").labels("none", "bone").build();

  private static final String GOOD =
      """
      {"modality": {"0": "MRI"}, "labels": {"0": "background", "1": "Bone"}, "training": [%s]}
      """;

  @TempDir Path folder;

  private static String entry(String image, String label) {
    return "{\"image\": \"%s\", \"label\": \"%s\"}".formatted(image, label);
  }

  private Dataset open(String json) throws IOException {
    Files.writeString(folder.resolve("dataset.json"), json);
    return LabelledFolder.open(DatasetSource.of(folder), KNEE);
  }

  private String refusal(String json) {
    String message = assertThrows(InvalidDatasetException.class, () -> open(json)).getMessage();
    assertTrue(message.contains(folder.resolve("dataset.json").toString()), message);
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  private static void assertContains(String message, String... parts) {
    for (String part : parts) {
      assertTrue(message.contains(part), () -> "'%s' lacks '%s'".formatted(message, part));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "./imagesTr/knee_1.nii.gz",
        "imagesTr/knee_1.nii.gz",
        "imagesTr//./knee_1.nii.gz",
        ".\\\\imagesTr\\\\knee_1.nii.gz"
      })
  void resolvesEveryStyleOfPathWithoutLookingForTheFile(String image) throws IOException {
    Dataset dataset = open(GOOD.formatted(entry(image, image.replace("images", "labels"))));
    Case only = dataset.cases().get(0);
    assertEquals("knee_1", only.id());
    assertEquals(Optional.of(folder.resolve("imagesTr/knee_1.nii.gz")), only.imageFile());
    assertEquals(Optional.of(folder.resolve("labelsTr/knee_1.nii.gz")), only.labelFile());
  }

  @Test
  void keepsTheOrderOfTheListing() throws IOException {
    Dataset dataset =
        open(GOOD.formatted(entry("i/b.nii.gz", "l/b.nii.gz") + "," + entry("i/a.nii", "l/a.nii")));
    assertEquals(List.of("b", "a"), dataset.cases().stream().map(Case::id).toList());
  }

  @Test
  void listedTwinsOfMacOsAreLeftOut() throws IOException {
    Dataset dataset =
        open(
            GOOD.formatted(
                entry("i/a.nii", "l/a.nii") + "," + entry("./i/._a.nii", "./l/._a.nii")));
    assertEquals(List.of("a"), dataset.cases().stream().map(Case::id).toList());
    assertContains(dataset.notes().get(0), folder.toString(), "1 of its cases is left out");
  }

  @Test
  void aMissingFileIsTheMatterOfItsCase() throws IOException {
    Case only = open(GOOD.formatted(entry("i/a.nii.gz", "l/a.nii.gz"))).cases().get(0);
    assertContains(assertThrows(IOException.class, only::image).getMessage(), "a.nii.gz");
    assertContains(assertThrows(IOException.class, only::labels).getMessage(), "a.nii.gz");
  }

  @Test
  void readsImageAndLabelsAndRefusesOtherChannelsAndValues() throws IOException {
    ImageGeometry grid = ImageGeometry.axisAligned(new GridSize(3, 4, 5), 1);
    Files.createDirectories(folder.resolve("i"));
    Files.createDirectories(folder.resolve("l"));
    Nifti.write(folder.resolve("i/a.nii.gz"), new Volume(grid, 1, new float[60]));
    Nifti.write(folder.resolve("i/b.nii.gz"), new Volume(grid, 2, new float[120]));
    short[] labels = new short[60];
    labels[7] = 1;
    Nifti.write(folder.resolve("l/a.nii.gz"), new LabelMap(grid, labels.clone()));
    labels[8] = 2;
    Nifti.write(folder.resolve("l/b.nii.gz"), new LabelMap(grid, labels));
    Dataset dataset =
        open(
            GOOD.formatted(
                entry("i/a.nii.gz", "l/a.nii.gz") + "," + entry("i/b.nii.gz", "l/b.nii.gz")));
    Case good = dataset.cases().get(0);
    assertEquals(grid.size(), good.image().size());
    assertEquals(1, good.labels().data()[7]);
    Case bad = dataset.cases().get(1);
    assertContains(
        assertThrows(InvalidDatasetException.class, bad::image).getMessage(),
        folder.resolve("i/b.nii.gz").toString(),
        "1 channels [MR], found 2");
    assertContains(
        assertThrows(InvalidDatasetException.class, bad::labels).getMessage(),
        folder.resolve("l/b.nii.gz").toString(),
        "[0, 1]",
        "found 2");
  }

  @Test
  void refusesAFolderWithoutListingAndPointsToTheRightOne() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("Task99_Knee"));
    String none =
        assertThrows(
                InvalidDatasetException.class,
                () -> LabelledFolder.open(DatasetSource.of(inner), KNEE))
            .getMessage();
    assertContains(none, inner.toString(), "dataset.json", "'knee'", "unpack");
    Files.writeString(inner.resolve("dataset.json"), "{}");
    assertContains(
        assertThrows(
                InvalidDatasetException.class,
                () -> LabelledFolder.open(DatasetSource.of(folder), KNEE))
            .getMessage(),
        "name that one: " + inner);
    Path absent = folder.resolve("absent");
    assertContains(
        assertThrows(
                InvalidDatasetException.class,
                () -> LabelledFolder.open(DatasetSource.of(absent), KNEE))
            .getMessage(),
        absent.toString(),
        "no such folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "nonsense", "{\"labels\": {\"0\": \"a\"}"})
  void refusesWhatIsNoJson(String json) {
    assertContains(refusal(json), "not valid JSON");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"modality\": [\"MRI\"], \"labels\": {\"0\": \"a\"}, \"training\": []}",
        "{\"modality\": {\"0\": \"MRI\"}, \"labels\": {\"bone\": 1}, \"training\": []}",
        "{\"modality\": {\"0\": \"MRI\"}, \"labels\": {\"0\": \"a\"}, \"training\": {}}",
        "{\"modality\": {\"0\": \"MRI\"}, \"labels\": {\"0\": \"a\"}, \"training\": [\"x.nii\"]}"
      })
  void refusesOtherJson(String json) {
    assertContains(refusal(json), "expected a Decathlon dataset.json");
  }

  @Test
  void refusesOtherChannelsAndLabels() {
    String channels = GOOD.replace("{\"0\": \"MRI\"}", "{\"0\": \"T2\", \"1\": \"ADC\"}");
    assertContains(refusal(channels.formatted("")), "modality", "{0=MR}", "{0=T2, 1=ADC}");
    String labels = GOOD.replace("\"1\": \"Bone\"", "\"1\": \"Bone\", \"2\": \"Cartilage\"");
    assertContains(refusal(labels.formatted("")), "labels", "2=Cartilage");
  }

  @Test
  void refusesAListingWithoutUsableEntries() {
    assertContains(refusal(GOOD.formatted("")), "at least one entry in \"training\"");
    assertContains(refusal(GOOD.formatted("{\"image\": \"a.nii\"}")), "training entry 1", "label");
    String twice = entry("i/a.nii.gz", "l/a.nii.gz") + "," + entry("j/a.nii", "l/a.nii.gz");
    assertContains(refusal(GOOD.formatted(twice)), "entries 1 and 2", "'a'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x.nii.gz", "i/../../x.nii.gz", "/etc/passwd", "."})
  void refusesPathsThatLeaveTheFolder(String path) {
    assertContains(
        refusal(GOOD.formatted(entry("i/a.nii.gz", path))), "label's path", "'" + path + "'");
  }

  @Test
  void aSourceNeedsAFolderAndNoOptions() {
    assertContains(
        assertThrows(
                InvalidDatasetException.class,
                () -> LabelledFolder.open(DatasetSource.none(), KNEE))
            .getMessage(),
        "knee=DIR");
    DatasetSource options = new DatasetSource(Optional.of(folder), Map.of("fold", "1"));
    assertContains(
        assertThrows(InvalidDatasetException.class, () -> LabelledFolder.open(options, KNEE))
            .getMessage(),
        "fold");
  }
}
