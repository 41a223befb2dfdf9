package io.firenet.core.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.io.SafeTensors.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeTensorsTests {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("a.safetensors");
    Map<String, Entry> tensors = new LinkedHashMap<>();
    tensors.put("matrix", entry(new int[] {2, 3}, floats(1, 2, 3, 4, 5, 6)));
    tensors.put("scalar", entry(new int[] {1}, floats(-0.5f)));
    SafeTensors.write(file, tensors, Map.of("updates", "7"));
  }

  private static Entry entry(int[] shape, FloatBuffer values) {
    return new Entry(shape, values::array, read -> values.put(0, read));
  }

  @Test
  void tensorsComeBackInAnyOrder() throws IOException {
    FloatBuffer scalar = floats(0);
    FloatBuffer matrix = floats(0, 0, 0, 0, 0, 0);
    Map<String, Entry> wanted = new LinkedHashMap<>();
    wanted.put("scalar", entry(new int[] {1}, scalar));
    wanted.put("matrix", entry(new int[] {2, 3}, matrix));
    assertEquals(Map.of("updates", "7"), SafeTensors.read(file, wanted));
    assertEquals(-0.5f, scalar.get(0));
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, matrix.array());
  }

  @Test
  void fileFollowsTheFormat() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int header = (int) bytes.getLong(0);
    assertEquals(8 + header + 7 * 4, bytes.capacity());
    assertEquals(3f, bytes.getFloat(8 + header + 2 * 4));
  }

  @Test
  void whatDoesNotFitIsNamed() {
    assertFails("lacks the weight 'other'", "other", 1);
    assertFails(
        "'matrix' as F32 of shape [2,3], the network needs float32 of shape [3, 2]",
        "matrix",
        3,
        2);
  }

  @Test
  void damagedFilesAreRefused() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertFails("is truncated", "scalar", 1);
    byte[] lying = whole.clone();
    lying[6] = 1; // a header of 2⁴⁸ bytes
    Files.write(file, lying);
    assertFails("its header would be", "scalar", 1);
    byte[] garbled = whole.clone();
    garbled[8] = '[';
    Files.write(file, garbled);
    assertFails("is damaged", "scalar", 1);
    Files.write(file, new byte[3]);
    assertFails("truncated", "scalar", 1);
  }

  private void assertFails(String message, String name, int... shape) {
    Map<String, Entry> wanted = Map.of(name, entry(shape, FloatBuffer.allocate(6)));
    IOException error = assertThrows(IOException.class, () -> SafeTensors.read(file, wanted));
    assertTrue(error.getMessage().contains(message), error.getMessage());
    assertTrue(error.getMessage().contains("a.safetensors"), error.getMessage());
  }

  private static FloatBuffer floats(float... values) {
    return FloatBuffer.wrap(values);
  }
}
