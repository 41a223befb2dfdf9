package io.firenet.launcher.command.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.launcher.BuiltPlugins;
import io.firenet.launcher.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AugmentCommandTests {

  private static final String PHANTOM = "phantom:size=24,cases=2";

  @TempDir private static Path plugins;
  @TempDir private Path folder;

  @BeforeAll
  static void copyPlugins() throws IOException {
    BuiltPlugins.copyTo(plugins);
  }

  @Test
  void previewFollowsSeedKindsAndCase() throws IOException {
    byte[] first = preview("a.png");
    assertTrue(ImageIO.read(folder.resolve("a.png").toFile()).getWidth() > 1000);
    assertTrue(Arrays.equals(first, preview("b.png")));
    assertFalse(Arrays.equals(first, preview("c.png", "--seed", 2)));
    assertFalse(Arrays.equals(first, preview("d.png", "--augment", "flip,intensity")));
    Path config =
        Files.writeString(folder.resolve("c.json"), "{\"augmentation\": {\"scaleSd\": 0.3}}");
    assertFalse(Arrays.equals(first, preview("e.png", "--config", config)));
  }

  private byte[] preview(String name, Object... more) throws IOException {
    Path file = folder.resolve(name);
    CommandRun run = augment(PHANTOM, file, more);
    assertEquals(0, run.code(), run::toString);
    assertTrue(run.out().contains("ten variants"), run::toString);
    return Files.readAllBytes(file);
  }

  private static CommandRun augment(String data, Path file, Object... more) {
    Object[] args = {"augment", "--data", data, "--preview", file, "--plugins", plugins};
    return CommandRun.of(Stream.concat(Stream.of(args), Stream.of(more)).toArray());
  }

  @Test
  void wrongKindsAndCasesAreTold() {
    Path file = folder.resolve("x.png");
    augment(PHANTOM, file, "--augment", "twist").assertError(2, "twist", "ELASTIC");
    augment(PHANTOM, file, "--case", "nobody").assertError(2, "no case 'nobody'", "it has 2");
  }

  @Test
  void imagesWithoutLabelsAreShownToo() {
    CommandRun run =
        augment("phantom:task=classification,cases=6,size=24", folder.resolve("whole.png"));
    assertEquals(0, run.code(), run::toString);
  }
}
