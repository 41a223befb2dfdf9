package io.firenet.launcher.argument;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads numbers of bytes such as 500M or 20G. */
public final class ByteSize implements ITypeConverter<Long> {

  /** More than any machine has. */
  private static final long MOST_BYTES = 1L << 50;

  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([KMGT]?)I?B?");

  @Override
  public Long convert(String text) {
    Matcher size = SIZE.matcher(text.toUpperCase(Locale.ROOT));
    if (!size.matches()) {
      throw new TypeConversionException(
          "expected a size such as 500M or 20G, got '%s'".formatted(text));
    }
    int exponent = "KMGT".indexOf(size.group(2)) + 1;
    long unit = 1L << (size.group(2).isEmpty() ? 0 : 10 * exponent);
    long number = Long.parseLong(size.group(1));
    if (number > MOST_BYTES / unit) {
      throw new TypeConversionException("expected a size up to 1024T, got '%s'".formatted(text));
    }
    return number * unit;
  }
}
