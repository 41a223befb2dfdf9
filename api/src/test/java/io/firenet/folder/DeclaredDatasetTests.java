package io.firenet.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.dataset.Case;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.Quantity;
import io.firenet.format.LabelCode;
import io.firenet.testkit.DecathlonFixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclaredDatasetTests {

  private static final String SPINE =
      """
      {"name": "spine", "channels": ["MRI"], "labels": ["background", "L1"], "licence": "CC0"}
      """;

  @TempDir Path folder;

  private static DeclaredDataset read(String json) throws IOException {
    return DeclaredDataset.read(
        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "spine.jar");
  }

  @Test
  void whatIsNotSaidHasADefault() throws IOException {
    assertEquals(
        DatasetDescriptor.builder("spine")
            .title("spine")
            .channels("MRI")
            .labels("background", "L1")
            .licence("CC0")
            .citation("unknown")
            .build(),
        read(SPINE).descriptor());
    assertEquals(Optional.empty(), read(SPINE).layout());
  }

  @Test
  void isReadAsItIsWritten() throws IOException {
    DeclaredDataset before = new DeclaredDataset(read(SPINE).descriptor(), Optional.of("nnunet"));
    DeclaredDataset after = read(before.toJson().toString());
    assertEquals(before.descriptor(), after.descriptor());
    assertEquals(before.layout(), after.layout());
  }

  @Test
  void codesOfLabelsStay() throws IOException {
    DatasetDescriptor coded =
        read(SPINE).descriptor().withCodes(Map.of("L1", LabelCode.anatomy("51282000", "Vertebra")));
    DeclaredDataset after = read(new DeclaredDataset(coded, Optional.empty()).toJson().toString());
    assertEquals(coded, after.descriptor());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | a JSON object",
        "{ | a JSON object",
        "{} | \"name\" is missing",
        "{\"name\": \"x\"} | \"channels\" is missing",
        "{\"name\": 1} | \"name\" must be a string, got 1",
        "{\"name\": \"X y\", \"channels\": [\"a\"], \"labels\": [\"b\", \"c\"]} | lower case",
        "{\"name\": \"x\", \"channels\": [1], \"labels\": [\"b\", \"c\"]} | \"channels\" must be",
        "{\"name\": \"x\", \"channels\": [\"a\"], \"labels\": [\"b\"]} | two labels",
        "{\"name\": \"x\", \"licenses\": \"CC0\"} | unknown key \"licenses\"",
        "{\"format\": 2} | \"format\" is 2",
        "{\"format\": \"1\"} | \"format\" is",
        "{\"name\": \"x\", \"layout\": 1} | \"layout\" must be"
      })
  void refusesWhatDeclaresNoDataset(String json, String message) {
    String found = assertThrows(InvalidDatasetException.class, () -> read(json)).getMessage();
    assertTrue(found.startsWith("spine.jar: "), found);
    assertTrue(found.contains(message), found);
    assertEquals(1, found.lines().count(), found);
  }

  @Test
  void valuesOfWholeImagesNeedAClass() {
    DatasetDescriptor values =
        DatasetDescriptor.builder("x")
            .title("")
            .channels("CT")
            .quantities(new Quantity("volume", "ml"))
            .decoder("regression")
            .build();
    assertThrows(
        IllegalArgumentException.class, () -> new DeclaredDataset(values, Optional.empty()));
  }

  /** Several jars, which {@link java.util.ServiceLoader} would take for one provider. */
  @Test
  void everyDeclarationOnAClassPathIsFound() throws Exception {
    URL[] jars = new URL[3];
    for (int i = 0; i < 2; i++) {
      Path jar = folder.resolve("a b%d.jar".formatted(i));
      try (OutputStream out = Files.newOutputStream(jar);
          JarOutputStream zip = new JarOutputStream(out)) {
        zip.putNextEntry(new ZipEntry(DeclaredDataset.RESOURCE));
        zip.write(SPINE.replace("spine", "spine-" + i).getBytes(StandardCharsets.UTF_8));
      }
      jars[i] = jar.toUri().toURL();
    }
    Path classes = folder.resolve("classes");
    Files.createDirectories(classes.resolve(DeclaredDataset.RESOURCE).getParent());
    Files.writeString(classes.resolve(DeclaredDataset.RESOURCE), SPINE);
    jars[2] = classes.toUri().toURL();
    try (URLClassLoader classPath = new URLClassLoader(jars, null)) {
      List<DeclaredDatasets.Found> found = DeclaredDatasets.on(classPath);
      assertEquals(
          List.of("spine-0", "spine-1", "spine"),
          found.stream().map(each -> each.dataset().descriptor().name()).toList());
      assertEquals(
          List.of(jars[0].toURI(), jars[1].toURI(), jars[2].toURI()),
          found.stream().map(DeclaredDatasets.Found::location).toList());
    }
  }

  @Test
  void aFolderDescribesItself() throws IOException {
    DecathlonFixture.write(folder, List.of("T1"), List.of("background", "a", "b"));
    DatasetSource source = DatasetSource.of(folder);
    DeclaredDataset own = DeclaredDataset.ofFolder("mine", source);
    assertEquals("mine", own.descriptor().name());
    assertEquals(List.of("background", "a", "b"), own.descriptor().labels());
    assertEquals(own.descriptor(), own.open(source).descriptor());
    Path json = folder.resolve("dataset.json");
    Files.writeString(json, Files.readString(json).replace("\"0\": \"T1\"", "\"1\": \"T1\""));
    String channels =
        assertThrows(InvalidDatasetException.class, () -> DeclaredDataset.ofFolder("mine", source))
            .getMessage();
    assertTrue(channels.contains("\"modality\""), channels);
  }

  @Test
  void aLayoutMayBeAskedFor() throws IOException {
    DecathlonFixture.write(folder, List.of("T1"), List.of("background", "a"));
    DatasetSource nnunet = new DatasetSource(Optional.of(folder), Map.of("layout", "nnunet"));
    DatasetSource other = new DatasetSource(Optional.of(folder), Map.of("layout", "bids"));
    DeclaredDataset declared = DeclaredDataset.ofFolder("mine", DatasetSource.of(folder));
    // Asked for, it is believed: a channel's file is missing then, not the whole image's.
    Case one = declared.open(nnunet).cases().get(0);
    String message = assertThrows(IOException.class, one::image).getMessage();
    assertTrue(message.contains("case_1_0000.nii.gz"), message);
    String unknown =
        assertThrows(InvalidDatasetException.class, () -> declared.open(other)).getMessage();
    assertTrue(unknown.contains("decathlon, nnunet, totalsegmentator"), unknown);
  }
}
