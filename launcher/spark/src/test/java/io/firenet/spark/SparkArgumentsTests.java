package io.firenet.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the environment of a command line makes of it. */
class SparkArgumentsTests {

  private static String with(String line) {
    return String.join(" ", SparkMain.arguments(List.of(line.split(" ")), "yarn"));
  }

  @Test
  void commandsThatTakeAMasterGetTheOneOfSparkSubmit() {
    assertEquals(
        "predict --spark yarn --in a -- b",
        with("predict --in a -- b"),
        "before what ends options");
    assertEquals(
        "--verbose experiment resume --spark yarn train",
        with("--verbose experiment resume train"));
    assertEquals("train --spark local --out a", with("train --spark local --out a"));
    assertEquals("train --spark=local --out a", with("train --spark=local --out a"));
    assertEquals(List.of("train"), SparkMain.arguments(List.of("train"), null));
  }

  @Test
  void othersAreLeftAsTheyAre() {
    assertEquals("doctor", with("doctor"));
    assertEquals("experiment status train", with("experiment status train"));
    assertEquals("--help", with("--help"));
    assertEquals(List.of(), SparkMain.arguments(List.of(), "yarn"));
    assertEquals("nonsense --in a", with("nonsense --in a"));
  }

  @Test
  void settingsAreSparksOwnOrNone() {
    assertEquals(Optional.empty(), ExecutorRequest.defaults(Map.of()));
    assertEquals(Optional.empty(), ExecutorRequest.defaults(Map.of("SPARK_HOME", "")));
    assertEquals(
        Optional.of(Path.of("/opt/spark/conf/spark-defaults.conf")),
        ExecutorRequest.defaults(Map.of("SPARK_HOME", "/opt/spark")));
    assertEquals(
        Optional.of(Path.of("/etc/spark/spark-defaults.conf")),
        ExecutorRequest.defaults(
            Map.of("SPARK_HOME", "/opt/spark", "SPARK_CONF_DIR", "/etc/spark")));
  }
}
