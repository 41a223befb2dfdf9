package io.firenet.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;

/** What a command ended with and printed. */
public record CommandRun(int code, String out, String err) {

  public static CommandRun of(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Firenet.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(Stream.of(args).map(Object::toString).toArray(String[]::new));
    return new CommandRun(code, out.toString(), err.toString());
  }

  /** The last line that it printed, without its end. */
  public String lastLine() {
    return out.lines().reduce("", (before, line) -> line);
  }

  /** It ended with this code and its error message, in one line, has these parts. */
  public void assertError(int expected, String... parts) {
    assertEquals(expected, code, this::toString);
    assertTrue(err.startsWith("firenet: error: "), this::toString);
    for (String part : parts) {
      assertTrue(err.contains(part), () -> this + " lacks '" + part + "'");
    }
  }
}
