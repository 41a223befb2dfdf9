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
    Optional<Path> where = folder(run);
    return where.isEmpty() ? Optional.empty() : Optional.of(open(where.get(), bytes()));
  }

  /** Where the cache for a run is, if there is to be one. */
  public Optional<Path> folder(Path run) {
    if (size != null && size == 0) {
      return Optional.empty();
    }
    return Optional.of(folder == null ? run.resolve("cache") : folder);
  }

  /** How large it may be; 0 for the usual size. */
  public long bytes() {
    return size == null ? 0 : size;
  }

  /** A cache of some size, see {@link #bytes}. */
  public static VolumeCache open(Path where, long bytes) throws IOException {
    return bytes == 0
        ? VolumeCache.ofModestSize(where, DEFAULT_BYTES)
        : new VolumeCache(where, bytes);
  }

  /** Removes what no other run can use. */
  public void clear(VolumeCache cache) throws IOException {
    if (folder == null) {
      cache.delete();
    }
  }
}
