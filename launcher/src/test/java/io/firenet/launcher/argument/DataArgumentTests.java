package io.firenet.launcher.argument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.firenet.dataset.DatasetSource;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataArgumentTests {

  @Test
  void readsNameFolderAndOptions() {
    assertEquals(new DataArgument("phantom", DatasetSource.none()), DataArgument.parse("phantom"));
    assertEquals(
        new DataArgument("knee", DatasetSource.of(Path.of("/data/a=b,c:d"))),
        DataArgument.parse("knee=/data/a=b,c:d"));
    assertEquals(
        new DataArgument(
            "phantom", new DatasetSource(Optional.empty(), Map.of("cases", "12", "seed", "-3"))),
        DataArgument.parse("phantom:cases=12,seed=-3"));
    assertEquals(
        new DataArgument(
            "knee", new DatasetSource(Optional.of(Path.of("data/x")), Map.of("side", "left"))),
        DataArgument.parse("knee:side=left=data/x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=dir", ":a=b", "knee=", "knee:", "knee:side", "knee:a=1,a=2"})
  void refusesOtherText(String text) {
    assertThrows(IllegalArgumentException.class, () -> DataArgument.parse(text));
  }
}
