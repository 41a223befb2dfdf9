package io.firenet.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.firenet.model.ModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged model files end in a card or a {@link ModelException} of one line, and nothing stays
 * loaded. {@code -Dfirenet.fuzz.models=10000} tries more.
 */
class ModelFuzzTests {

  private static final int CASES = Integer.getInteger("firenet.fuzz.models", 80);

  @TempDir private Path folder;

  @Test
  void damagedModels() throws IOException {
    // A digest would refuse nearly all of them at once: this card has none, as older ones.
    String model =
        Files.readString(TestModels.segmentation(folder), StandardCharsets.ISO_8859_1)
            .replace("\"graphSha256\"", "\"otherSha256\"");
    byte[] valid = model.getBytes(StandardCharsets.ISO_8859_1);
    int card = model.indexOf("{\"formatVersion\"");
    NativeObjects natives = new NativeObjects();
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      Random random = new Random(i);
      byte[] damaged = valid.clone();
      // Half of them in the card, the others anywhere.
      int from = i % 2 == 0 ? card : 0;
      int to = i % 2 == 0 ? Math.min(valid.length, card + 500) : valid.length;
      for (int damages = random.nextInt(8); damages >= 0; damages--) {
        damaged[from + random.nextInt(to - from)] = (byte) random.nextInt();
      }
      if (i % 5 == 0) {
        damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
      }
      refused += isRefused(damaged, natives, i) ? 1 : 0;
      assertEquals(0, natives.inUse(), "case " + i);
    }
    assertTrue(refused > CASES / 4, refused + " are refused");
    assertTrue(refused < CASES, "nothing gets past the first check");
  }

  private static boolean isRefused(byte[] model, NativeObjects natives, int index) {
    try (OnnxModel opened = OnnxModel.open(model, OnnxSessions.unoptimised(), natives)) {
      opened.objective();
      return false;
    } catch (ModelException e) {
      assertEquals(
          1, String.valueOf(e.getMessage()).lines().count(), "case %d: %s".formatted(index, e));
      return true;
    } catch (RuntimeException | Error e) {
      return fail("case %d: %s".formatted(index, e), e);
    }
  }
}
