package io.firenet.file;

/**
 * Text that comes from files, made fit for a terminal, a log or a page: what would move the cursor,
 * colour or hide other text, turn the writing direction or begin a line of its own is written as
 * its code, a backslash, u and four hexadecimal digits. In JSON strings that means the same text.
 */
public final class ForeignText {

  /** Longest {@linkplain #line line}; a path may have 4096 characters. */
  public static final int MAX_LINE = 6000;

  private ForeignText() {}

  /**
   * {@return the text as one line of {@value #MAX_LINE} characters at most; of a longer one the
   * middle is left out}
   *
   * @param text from a file, a network or a user: may hold control characters
   */
  public static String line(String text) {
    return line(text, MAX_LINE);
  }

  /**
   * {@return the text as one line}
   *
   * @param text from a file, a network or a user: may hold control characters
   * @param most characters of it, at least 3; of a longer one the middle is left out
   */
  public static String line(String text, int most) {
    String line = escape(text.strip(), false);
    if (line.length() <= most) {
      return line;
    }
    int head = (most - 1) * 3 / 4;
    int tail = most - 1 - head;
    // No half of a pair of surrogates at either side.
    head -= Character.isHighSurrogate(line.charAt(head - 1)) ? 1 : 0;
    tail -= Character.isLowSurrogate(line.charAt(line.length() - tail)) ? 1 : 0;
    return line.substring(0, head) + "…" + line.substring(line.length() - tail);
  }

  /**
   * {@return the text with its own lines and tabulators, of any length}
   *
   * @param text from a file, a network or a user: may hold control characters
   */
  public static String lines(String text) {
    return escape(text, true);
  }

  private static String escape(String text, boolean ofLines) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean layout = c == '\n' || c == '\t' || (c == '\r' && endsLine(text, i));
      boolean plain = (ofLines && layout) || !isHarmful(text, i);
      if (!plain && out == null) {
        out = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      if (out != null) {
        out = plain ? out.append(c) : out.append(code(c));
      }
    }
    return out == null ? text : out.toString();
  }

  private static boolean endsLine(String text, int carriageReturn) {
    return carriageReturn + 1 < text.length() && text.charAt(carriageReturn + 1) == '\n';
  }

  private static String code(char c) {
    String hex = Integer.toHexString(c);
    return "\\u" + "0".repeat(4 - hex.length()) + hex;
  }

  private static boolean isHarmful(String text, int index) {
    char c = text.charAt(index);
    return Character.isISOControl(c)
        || c == '\u2028' // begins a line
        || c == '\u2029'
        || (c >= '\u202a' && c <= '\u202e') // turn the direction
        || (c >= '\u2066' && c <= '\u2069')
        || c == '\ufeff'
        || isLone(text, index);
  }

  /** Half a pair of surrogates, which no encoding can write. */
  private static boolean isLone(String text, int index) {
    char c = text.charAt(index);
    if (Character.isHighSurrogate(c)) {
      return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
    }
    return Character.isLowSurrogate(c)
        && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
  }
}
