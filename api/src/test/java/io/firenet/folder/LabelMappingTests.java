package io.firenet.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.testkit.DecathlonFixture;
import io.firenet.volume.LabelMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which labels a folder's values become. */
class LabelMappingTests {

  private static final DatasetDescriptor LIVER =
      DatasetDescriptor.builder("liver")
          .title("Liver")
          .channels("CT")
          .labels("background", "liver", "cancer")
          .build();

  private static final DatasetDescriptor BONES = LIVER.withLabels(List.of("background", "bone"));

  @TempDir Path folder;

  private DatasetSource with(String... labels) throws IOException {
    return DecathlonFixture.write(folder, LIVER.channels(), List.of(labels));
  }

  private DatasetSource ownLabels() {
    return new DatasetSource(Optional.of(folder), Map.of("labels", "folder"));
  }

  private static Set<Integer> values(Dataset dataset) throws IOException {
    Set<Integer> values = new TreeSet<>();
    for (short value : dataset.cases().get(0).labels().data()) {
      values.add((int) value);
    }
    return values;
  }

  private static String refusal(DatasetSource source) {
    String message =
        assertThrows(
                InvalidDatasetException.class, () -> LabelledFolder.open(source, LIVER).cases())
            .getMessage();
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.contains("dataset.json"), message);
    return message;
  }

  @Test
  void allValuesMayBeSpeltAnotherWay() throws IOException {
    Dataset dataset = LabelledFolder.open(with("none", "Liver", "tumour"), LIVER);
    assertEquals(LIVER.labels(), dataset.descriptor().labels());
    assertEquals(Set.of(0, 1, 2), values(dataset));
  }

  @Test
  void someValuesMayBeMissingIfTheOthersHaveTheirNames() throws IOException {
    Dataset dataset = LabelledFolder.open(with("background", "LIVER"), LIVER);
    assertEquals(LIVER.labels(), dataset.descriptor().labels(), "the head stays the official one");
    assertEquals(Set.of(0, 1), values(dataset));
    assertTrue(refusal(with("background", "spleen")).contains("liver:labels=folder"));
  }

  @Test
  void whatAFolderIgnoresCountsForNothing() throws IOException {
    short ignored = LabelMap.IGNORED;
    Dataset dataset = LabelledFolder.open(with("background", "liver", "cancer", "ignore"), LIVER);
    assertEquals(LIVER.labels(), dataset.descriptor().labels());
    assertEquals(Set.of(0, 1, 2, (int) ignored), values(dataset));
    Dataset own = LabelledFolder.open(ownLabels(), LIVER);
    assertEquals(LIVER.labels(), own.descriptor().labels());
    assertEquals(Set.of(0, 1, 2, (int) ignored), values(own));
    Dataset bones = LabelledFolder.openAsOneClass(DatasetSource.of(folder), BONES);
    assertEquals(Set.of(0, 1, (int) ignored), values(bones));
    assertTrue(refusal(with("background", "ignore")).contains("liver:labels=folder"));
    assertTrue(refusal(with("background", "liver", "ignore")).contains("2=ignore"), "2 is cancer");
  }

  @Test
  void aNameAtAnotherValueIsRefused() throws IOException {
    String message = refusal(with("background", "cancer", "liver"));
    assertTrue(message.contains("{0=background, 1=liver, 2=cancer}"), message);
    assertTrue(message.contains("{0=background, 1=cancer, 2=liver}"), message);
    assertTrue(message.contains("--data liver:labels=folder=DIR"), message);
  }

  @Test
  void aBackgroundAloneIsRefused() throws IOException {
    refusal(with("background"));
  }

  @Test
  void theOptionTakesTheFoldersLabels() throws IOException {
    with("background", "central gland", "peripheral zone", "urethra");
    Dataset dataset = LabelledFolder.open(ownLabels(), LIVER);
    assertEquals(
        List.of("background", "central gland", "peripheral zone", "urethra"),
        dataset.descriptor().labels());
    assertEquals(Set.of(0, 1, 2, 3), values(dataset));
  }

  private static DatasetDescriptor described(
      String title, List<String> labels, String licence, String citation) {
    return DatasetDescriptor.builder("liver")
        .title(title)
        .channels("CT")
        .labels(labels)
        .licence(licence)
        .citation(citation)
        .build();
  }

  private void state(String more) throws IOException {
    Path file = folder.resolve("dataset.json");
    Files.writeString(
        file, Files.readString(file).replaceFirst("\\{", Matcher.quoteReplacement("{" + more)));
  }

  @Test
  void theFoldersLabelsComeWithItsTitleLicenceAndCitation() throws IOException {
    DatasetDescriptor published =
        described("MSD Liver", LIVER.labels(), "CC-BY-SA 4.0", "Antonelli 2022");
    List<String> labels = List.of("background", "a");
    with("background", "a");
    assertEquals(
        described(folder.getFileName().toString(), labels, "unknown", "unknown"),
        LabelledFolder.open(ownLabels(), published).descriptor(),
        "what the folder does not say is not the published dataset's");
    state(
        "\"name\": \"Mine\", \"license\": \" my own \\n\", \"reference\": [\"A 2020\", \"B 2021\"],");
    assertEquals(
        described("Mine", labels, "my own", "A 2020; B 2021"),
        LabelledFolder.open(ownLabels(), published).descriptor());
  }

  @Test
  void aFolderOfAnotherLicenceKeepsItWithoutTheOption() throws IOException {
    DatasetDescriptor published =
        described("MSD Liver", LIVER.labels(), "CC-BY-SA 4.0", "Antonelli 2022");
    DatasetSource source = with("background", "liver", "cancer");
    assertEquals(published, LabelledFolder.open(source, published).descriptor());
    state("\"licence\": \"cc by-sa 4.0\", \"reference\": \"somewhere\",");
    Dataset same = LabelledFolder.open(source, published);
    assertEquals(published, same.descriptor());
    assertEquals(List.of(), same.notes());
    with("background", "liver", "cancer");
    state("\"reference\": \"somewhere\", \"name\": \"Other\", \"licence\": \"research use\",");
    Dataset other = LabelledFolder.open(source, published);
    assertEquals(
        described("Other", LIVER.labels(), "research use", "somewhere"), other.descriptor());
    assertTrue(other.notes().get(0).contains("'research use'"), other.notes()::toString);
    assertTrue(other.notes().get(0).contains("'CC-BY-SA 4.0'"), other.notes()::toString);
  }

  @Test
  void aFolderThatStatesNoLicenceHasThePluginsOnlyIfItsLabelsAreThePlugins() throws IOException {
    DatasetDescriptor published =
        described("MSD Liver", LIVER.labels(), "CC-BY-SA 4.0", "Antonelli 2022");
    for (List<String> same :
        List.of(List.of("none", "Liver", "cancer"), List.of("background", "liver", "CANCER"))) {
      Dataset opened = LabelledFolder.open(with(same.toArray(String[]::new)), published);
      assertEquals(published, opened.descriptor());
      assertEquals(List.of(), opened.notes());
    }
    for (List<String> others :
        List.of(
            List.of("background", "vertebra", "sacrum"),
            List.of("background", "liver", "tumour"),
            List.of("background", "liver"))) {
      Dataset opened = LabelledFolder.open(with(others.toArray(String[]::new)), published);
      assertEquals(
          described(folder.getFileName().toString(), LIVER.labels(), "unknown", "unknown"),
          opened.descriptor());
      assertEquals(1, opened.notes().size());
      assertTrue(opened.notes().get(0).contains("states no licence"), opened.notes()::toString);
    }
    DatasetDescriptor bones = published.withLabels(List.of("background", "bone"));
    with("background", "femur", "tibia");
    assertEquals(
        "unknown",
        LabelledFolder.openAsOneClass(DatasetSource.of(folder), bones).descriptor().licence());
    with("background", "bone");
    assertEquals(
        bones, LabelledFolder.openAsOneClass(DatasetSource.of(folder), bones).descriptor());
  }

  @Test
  void theOptionRefusesGapsAndValuesThatNoLabelMapHolds() throws IOException {
    with("background", "a", "b");
    for (String values : List.of("\"0\": \"n\", \"2\": \"b\"", "\"0\": \"n\", \"-1\": \"b\"")) {
      replaceLabels(values);
      assertTrue(refusal(ownLabels()).contains("\"labels\""));
    }
    replaceLabels("\"0\": \"n\", \"2000000000\": \"b\"");
    assertTrue(refusal(ownLabels()).contains("0 to 32767"));
  }

  private void replaceLabels(String labels) throws IOException {
    Path file = folder.resolve("dataset.json");
    String json = Files.readString(file);
    Files.writeString(
        file, json.replaceFirst("\"labels\": \\{[^}]*}", "\"labels\": {%s}".formatted(labels)));
  }

  @Test
  void anotherOptionIsRefusedWithTheOneThereIs() throws IOException {
    with("background", "liver", "cancer");
    DatasetSource source = new DatasetSource(Optional.of(folder), Map.of("labels", "separate"));
    String message =
        assertThrows(InvalidDatasetException.class, () -> LabelledFolder.open(source, LIVER))
            .getMessage();
    assertTrue(message.contains("'liver' has the option labels=folder"), message);
    assertTrue(message.contains("labels=separate"), message);
  }

  @Test
  void oneClassOfAllButSomeWords() throws IOException {
    DatasetSource source = with("background", "femur", "Femoral Cartilage", "tibia");
    Dataset dataset = LabelledFolder.openAsOneClass(source, BONES, "cartilage");
    assertEquals(BONES.labels(), dataset.descriptor().labels());
    short[] merged = dataset.cases().get(0).labels().data();
    short[] apart =
        LabelledFolder.openAsOneClass(ownLabels(), BONES).cases().get(0).labels().data();
    for (int at = 0; at < merged.length; at++) {
      assertEquals(apart[at] == 1 || apart[at] == 3 ? 1 : 0, merged[at]);
    }
    assertEquals(Set.of(0, 1), values(dataset));
  }

  @Test
  void oneClassOfNothingIsRefused() throws IOException {
    DatasetSource source = with("background", "cartilage");
    InvalidDatasetException error =
        assertThrows(
            InvalidDatasetException.class,
            () -> LabelledFolder.openAsOneClass(source, BONES, "cartilage"));
    assertTrue(error.getMessage().contains("label of bone"), error.getMessage());
  }

  @Test
  void anUndeclaredValueIsTheMatterOfItsCase() throws IOException {
    DatasetSource source = with("background", "a", "b");
    replaceLabels("\"0\": \"n\", \"2\": \"b\"");
    Case one = LabelledFolder.openAsOneClass(source, BONES).cases().get(0);
    String message = assertThrows(InvalidDatasetException.class, one::labels).getMessage();
    assertTrue(message.contains("[0, 2], found 1"), message);
  }
}
