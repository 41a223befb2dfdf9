package io.firenet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ForeignTextTests {

  private static final char ESCAPE = 0x1b;
  private static final char TURN = 0x202e;

  @Test
  void plainTextStaysAsItIs() {
    String plain = "Übersicht, 画像, صورة, 𝄞, C:\\data\\u0041";
    assertEquals(plain, ForeignText.line(plain));
    assertEquals("a\tb\nc\r\n", ForeignText.lines("a\tb\nc\r\n"));
  }

  @Test
  void whatMovesColoursOrTurnsIsItsCode() {
    assertEquals("\\u001b[31mred", ForeignText.line(ESCAPE + "[31mred"));
    assertEquals("a\\u000afirenet: error: b", ForeignText.line("a\nfirenet: error: b"));
    assertEquals("gpj\\u202e.exe", ForeignText.line("gpj" + TURN + ".exe"));
    assertEquals("\\u009b31m", ForeignText.line((char) 0x9b + "31m"));
    assertEquals("a\\u0000\\u007fb", ForeignText.line("a" + (char) 0 + (char) 127 + "b"));
    assertEquals("over\\u000dwritten", ForeignText.lines("over\rwritten"));
  }

  @Test
  void longLinesLoseTheirMiddle() {
    String line = ForeignText.line("a".repeat(100) + "b".repeat(100), 20);
    assertEquals(20, line.length());
    assertTrue(line.startsWith("aaa") && line.endsWith("bbb") && line.contains("…"), line);
    assertEquals(ForeignText.MAX_LINE, ForeignText.line("x".repeat(1 << 20)).length());
  }

  @Test
  void anyTextBecomesOneLineThatAnEncodingCanWrite() {
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder();
      for (int c = random.nextInt(60); c > 0; c--) {
        text.append((char) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(65536)));
      }
      String line = ForeignText.line(text.toString(), 3 + random.nextInt(40));
      assertTrue(line.lines().count() <= 1, line);
      assertTrue(line.chars().noneMatch(Character::isISOControl), line);
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      assertEquals(line, new String(bytes, StandardCharsets.UTF_8));
    }
  }
}
