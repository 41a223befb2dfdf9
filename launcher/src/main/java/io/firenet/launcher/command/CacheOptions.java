package io.firenet.launcher.command;

import io.firenet.core.cache.VolumeCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where preprocessed cases are kept. */
final class CacheOptions {

  private static final long DEFAULT_BYTES = 20L << 30;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description = {
        "Where preprocessed cases are kept, so that they are read and resampled once; several runs"
            + " may share one. By default the folder 'cache' of the run, removed when it is done."
      })
  private @Nullable Path folder;

  @Option(
      names = "--cache-size",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description =
          "Most bytes of the cache, such as 500M or 20G; 0 for none. By default 20G or a quarter of"
              + " the free space, whichever is less.")
  private @Nullable Long size;

  /** The cache for a run, if there is to be one. */
  Optional<VolumeCache> of(Path run) throws IOException {
    if (size != null && size == 0) {
      return Optional.empty();
    }
    Path where = folder == null ? run.resolve("cache") : folder;
    return Optional.of(
        size == null
            ? VolumeCache.ofModestSize(where, DEFAULT_BYTES)
            : new VolumeCache(where, size));
  }

  /** Removes what no other run can use. */
  void clear(VolumeCache cache) throws IOException {
    if (folder == null) {
      cache.delete();
    }
  }

  /** Reads sizes such as 20G. */
  static final class SizeConverter implements ITypeConverter<Long> {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([KMGT]?)I?B?");

    @Override
    public Long convert(String text) {
      Matcher size = SIZE.matcher(text.toUpperCase(Locale.ROOT));
      if (!size.matches()) {
        throw new TypeConversionException(
            "expected a size such as 500M or 20G, got '%s'".formatted(text));
      }
      int exponent = "KMGT".indexOf(size.group(2)) + 1;
      return Long.parseLong(size.group(1)) << (size.group(2).isEmpty() ? 0 : 10 * exponent);
    }
  }
}
