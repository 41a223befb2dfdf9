package io.firenet.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamingTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../x",
        "/abs",
        "..",
        ".",
        ".hidden",
        "a/b",
        "a\\b",
        "",
        "  ",
        "a\0b",
        "a\nb",
        "a\u001b[31m",
        "half \ud800 a pair",
        "a\u2028b"
      })
  void idsThatAreNoFileNamesAreRefused(String id) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Naming.caseId(id)).getMessage();
    assertTrue(message.chars().noneMatch(c -> Character.isISOControl(c)), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hippocampus_001",
        "sub-01_ses-2.T1w",
        "Übersicht",
        "画像 1",
        "case (2)",
        "a..b",
        "😀"
      })
  void idsThatAreFileNamesAreKept(String id) {
    assertEquals(id, Naming.caseId(id));
  }

  @Test
  void idsAreShortEnoughForFilesWithEndings() {
    assertEquals(200, Naming.caseId("x".repeat(200)).length());
    assertThrows(IllegalArgumentException.class, () -> Naming.caseId("x".repeat(201)));
    assertThrows(IllegalArgumentException.class, () -> Naming.caseId("é".repeat(101)));
  }

  private static DatasetDescriptor descriptor(String name, String... labels) {
    return DatasetDescriptor.builder(name)
        .title("T")
        .channels("CT")
        .labels(labels)
        .needsFolder(false)
        .build();
  }

  @Test
  void descriptorsAreCheckedWhereTheyAreMade() {
    assertEquals("bone", descriptor("knee", "background", "bone").labels().get(1));
    for (String name : List.of("Knee", "a--b", "../x", "trunk", "", "a".repeat(101))) {
      assertThrows(
          IllegalArgumentException.class, () -> descriptor(name, "background", "bone"), name);
    }
    for (String label : List.of("", "a\nb", "background")) {
      assertThrows(
          IllegalArgumentException.class, () -> descriptor("knee", "background", label), label);
    }
    assertEquals(
        "prostate/uterus", descriptor("amos", "background", "prostate/uterus").labels().get(1));
  }
}
