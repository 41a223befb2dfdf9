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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    assertEquals(Map.of("updates", "7"), SafeTensors.read(file, wanted, Optional.empty()));
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
        "'matrix' as F32 of shape [2, 3], the network needs float32 of shape [3, 2]",
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

  private void writeRaw(String header, int dataBytes) throws IOException {
    byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, bytes.putLong(json.length).put(json).array());
  }

  @Test
  void aFileOfAnotherWriterMayLackMetadataAndHaveOtherTypes() throws IOException {
    writeRaw(
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[2,6]},"
            + "'b':{'dtype':'BF16','shape':[],'data_offsets':[0,2]}}   ",
        6);
    Map<String, Entry> wanted = Map.of("a", entry(new int[] {1}, FloatBuffer.allocate(1)));
    assertEquals(Map.of(), SafeTensors.read(file, wanted, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // overlap, gap, hole at the end, beyond the end, negative, wrong size, product that wraps
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}}",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F33','shape':[2],'data_offsets':[0,8]}}",
        // a name twice, metadata that is no text, no object, something before it, nested too deeply
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
        "{'__metadata__':{'n':1},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
        "{'a':[]}",
        " {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[1e99999999],'data_offsets':[0,8]}}",
      })
  void whatBreaksARuleOfTheFormatIsDamaged(String header) throws IOException {
    writeRaw(header, 8);
    assertFails("is damaged", "a", 1);
  }

  @Test
  void deepNestingIsDamageToo() throws IOException {
    writeRaw("{'a':" + "[".repeat(100_000) + "]".repeat(100_000) + "}", 8);
    assertFails("is damaged", "a", 1);
  }

  @Test
  void aDigestTellsAnotherFile() throws IOException {
    Map<String, Entry> wanted = Map.of("scalar", entry(new int[] {1}, FloatBuffer.allocate(1)));
    SafeTensors.read(file, wanted, Optional.of(Sha256.of(file)));
    IOException error =
        assertThrows(
            IOException.class, () -> SafeTensors.read(file, wanted, Optional.of("0".repeat(64))));
    assertTrue(error.getMessage().contains("is damaged: expected SHA-256 000"), error::toString);
  }

  private void assertFails(String message, String name, int... shape) {
    Map<String, Entry> wanted = Map.of(name, entry(shape, FloatBuffer.allocate(6)));
    IOException error =
        assertThrows(IOException.class, () -> SafeTensors.read(file, wanted, Optional.empty()));
    assertTrue(error.getMessage().contains(message), error.getMessage());
    assertTrue(error.getMessage().contains("a.safetensors"), error.getMessage());
  }

  private static FloatBuffer floats(float... values) {
    return FloatBuffer.wrap(values);
  }
}
