package io.firenet.server.image;

import io.firenet.volume.Volume;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Voxels of the images that were used last, as far as they fit. */
final class VolumeCache {

  private final long capacity;
  private final Map<String, Volume> volumes = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /**
   * @param capacity bytes for all together
   */
  VolumeCache(long capacity) {
    this.capacity = capacity;
  }

  Volume get(String id, Supplier<Volume> reading) {
    synchronized (this) {
      Volume volume = volumes.get(id);
      if (volume != null) {
        return volume;
      }
    }
    Volume volume = reading.get();
    put(id, volume);
    return volume;
  }

  synchronized void put(String id, Volume volume) {
    remove(id);
    volumes.put(id, volume);
    bytes += bytes(volume);
    Iterator<Volume> oldest = volumes.values().iterator();
    while (bytes > capacity && oldest.hasNext()) {
      bytes -= bytes(oldest.next());
      oldest.remove();
    }
  }

  synchronized void remove(String id) {
    Volume volume = volumes.remove(id);
    bytes -= volume == null ? 0 : bytes(volume);
  }

  private static long bytes(Volume volume) {
    return (long) volume.data().length * Float.BYTES;
  }
}
