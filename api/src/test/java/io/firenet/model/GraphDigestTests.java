package io.firenet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GraphDigestTests {

  private static byte[] model(byte[] graph, String after) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0x08, 0x08}); // ir_version 8
    out.writeBytes(new byte[] {0x3a, (byte) (graph.length | 0x80), (byte) (graph.length >> 7)});
    out.writeBytes(graph);
    out.writeBytes(new byte[] {0x72, (byte) after.length()}); // metadata
    out.writeBytes(after.getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  @Test
  void isOfTheGraphAlone() throws Exception {
    byte[] graph = new byte[300];
    new Random(1).nextBytes(graph);
    String digest = HexFormat.of().formatHex(GraphDigest.newDigest().digest(graph));
    assertEquals(digest, GraphDigest.of(model(graph, "card")));
    assertEquals(digest, GraphDigest.of(model(graph, "another card")));
    graph[200] ^= 1;
    assertNotEquals(digest, GraphDigest.of(model(graph, "card")));
  }

  @Test
  void whatIsNoModelIsAModelException() {
    Random random = new Random(2);
    byte[] whole = model(new byte[300], "card");
    for (int length : new int[] {1, 4, 100, whole.length - 1}) {
      byte[] part = java.util.Arrays.copyOf(whole, length);
      assertThrows(ModelException.class, () -> GraphDigest.of(part), "length " + length);
    }
    for (int i = 0; i < 10_000; i++) {
      byte[] any = new byte[random.nextInt(40)];
      random.nextBytes(any);
      try {
        assertEquals(64, GraphDigest.of(any).length());
      } catch (ModelException e) {
        continue; // nothing else may come out of it
      }
    }
  }
}
