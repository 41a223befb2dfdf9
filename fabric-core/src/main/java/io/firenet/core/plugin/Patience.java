package io.firenet.core.plugin;

import io.firenet.dataset.DatasetProvider;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;

/**
 * How long a plugin may take.
 *
 * @param start for starting and for saying what it is; other calls may take multiples of it
 */
public record Patience(Duration start) {

  /** The system property with the seconds for starting. */
  public static final String PROPERTY = "firenet.plugin.seconds";

  private static final long DEFAULT_SECONDS = 20;

  /** What is being waited for. */
  public enum Kind {
    /** A plugin's start, and what it says of itself. */
    START(1),
    /** The list of a dataset's cases, the description of a network. */
    LISTING(6),
    /** An image, a label map. */
    READING(90);

    private final int times;

    Kind(int times) {
      this.times = times;
    }

    static Kind of(Method method, boolean reads) {
      if (reads && method.getDeclaringClass() != DatasetProvider.class) {
        return READING;
      }
      return reads || method.getParameterCount() > 0 || method.getReturnType() == List.class
          ? LISTING
          : START;
    }
  }

  /**
   * @throws IllegalArgumentException if it is not positive
   */
  public Patience {
    if (start.isZero() || start.isNegative()) {
      throw new IllegalArgumentException("a time limit must be positive, got " + start);
    }
  }

  /**
   * What the system property says, {@value #DEFAULT_SECONDS} s by default.
   *
   * @return how long each kind of call may take
   * @throws PluginException if it is no number of seconds
   */
  public static Patience chosen() {
    String text = System.getProperty(PROPERTY, String.valueOf(DEFAULT_SECONDS));
    try {
      return new Patience(Duration.ofSeconds(Integer.parseInt(text)));
    } catch (IllegalArgumentException e) {
      throw new PluginException(
          "-D%s must be a whole number of seconds above 0, got '%s'".formatted(PROPERTY, text), e);
    }
  }

  Duration limit(Kind kind) {
    return start.multipliedBy(kind.times);
  }

  /** After what time a line says that it takes long; then after twice as long, and so on. */
  Duration told(Kind kind) {
    return start.multipliedBy(kind == Kind.START ? 2 : 3); // a short wait ends with a line anyway
  }

  String describe(Kind kind) {
    long seconds = limit(kind).toSeconds();
    return seconds < 600 ? seconds + " s" : seconds / 60 + " minutes";
  }
}
