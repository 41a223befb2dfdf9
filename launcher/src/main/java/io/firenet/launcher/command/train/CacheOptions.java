package io.firenet.launcher.command.train;

import io.firenet.core.cache.VolumeCache;
import io.firenet.launcher.argument.ByteSize;
import io.firenet.launcher.argument.OptionGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where preprocessed cases are kept. */
@OptionGroup("Machine")
public final class CacheOptions {

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
      converter = ByteSize.class,
      description =
          "Most bytes of the cache, such as 500M or 20G; 0 for none. By default 20G or a quarter of"
              + " the free space, whichever is less.")
  private @Nullable Long size;

  /** The cache for a run, if there is to be one. */
  public Optional<VolumeCache> of(Path run) throws IOException {
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
  public void clear(VolumeCache cache) throws IOException {
    if (folder == null) {
      cache.delete();
    }
  }
}
