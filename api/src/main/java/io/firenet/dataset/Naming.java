package io.firenet.dataset;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What names may be. They become names of files and lines of text, and come from plugins and files
 * that nobody here has written; whatever takes one in checks it by these rules.
 */
public final class Naming {

  /** Longest name of a plugin, in characters. */
  public static final int MAX_NAME = 100;

  /** Longest case id, in bytes of UTF-8: endings and a file system's 255 leave as much. */
  public static final int MAX_CASE_ID = 200;

  /** Longest text such as a label or a title, in characters. */
  public static final int MAX_TEXT = 10_000;

  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  private Naming() {}

  /**
   * {@return the name of a dataset, decoder or network: lower case letters and digits with dashes}
   *
   * @param kind what has the name, for the message
   * @param name what somebody chose or typed
   * @throws IllegalArgumentException if it is none
   */
  public static String name(String kind, String name) {
    if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a %s's name is lower case letters and digits with dashes, %s at most, got '%s'"
              .formatted(kind, MAX_NAME, shown(name)));
    }
    return name;
  }

  /**
   * {@return the id of a case or of whom it shows: usable as a file's name wherever it is written}
   * It is not blank, has no slash, backslash, control character or half of a surrogate pair, does
   * not begin with a dot, and has {@value #MAX_CASE_ID} bytes at most.
   *
   * @param id what a file or a folder is called
   * @throws IllegalArgumentException if it is none; the message names it
   */
  public static String caseId(String id) {
    String fault = fault(id);
    if (fault == null && (id.indexOf('/') >= 0 || id.indexOf('\\') >= 0)) {
      fault = "has a slash or backslash";
    } else if (fault == null && id.startsWith(".")) {
      fault = "begins with a dot";
    } else if (fault == null && id.getBytes(StandardCharsets.UTF_8).length > MAX_CASE_ID) {
      fault = "is longer than %s bytes".formatted(MAX_CASE_ID);
    }
    if (fault != null) {
      throw new IllegalArgumentException(
          "a case's id must be usable as a file name, '%s' %s".formatted(shown(id), fault));
    }
    return id;
  }

  /**
   * {@return a text that people read in one line: not blank, without control characters}
   *
   * @param what what the text is, for the message
   * @param text what somebody chose or typed
   * @throws IllegalArgumentException if it is none
   */
  public static String text(String what, String text) {
    String fault = fault(text);
    if (fault == null && text.length() > MAX_TEXT) {
      fault = "is longer than %s characters".formatted(MAX_TEXT);
    }
    if (fault != null) {
      throw new IllegalArgumentException(
          "%s must be a text of one line, '%s' %s".formatted(what, shown(text), fault));
    }
    return text;
  }

  private static @Nullable String fault(String text) {
    if (text.isBlank()) {
      return "is blank";
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        i++;
      } else if (Character.isISOControl(c)
          || Character.isSurrogate(c)
          || c == '\u2028'
          || c == '\u2029') {
        return String.format(Locale.ROOT, "has the character U+%04X", (int) c);
      }
    }
    return null;
  }

  /** The beginning of a text with nothing in it that a terminal would act on. */
  private static String shown(String text) {
    String plain = text.replaceAll("[\\p{Cntrl}\\p{Cs}\u2028\u2029]", "?");
    return plain.length() <= 60 ? plain : plain.substring(0, 60) + "…";
  }
}
