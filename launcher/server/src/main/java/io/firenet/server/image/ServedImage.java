package io.firenet.server.image;

import io.firenet.format.StoredImage;
import io.firenet.server.http.Refusal;
import io.firenet.server.storage.MemoryGate;
import io.firenet.server.storage.Room;
import io.firenet.server.storage.Sentence;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** An image that a caller has opened. */
public final class ServedImage implements AutoCloseable {

  /** How far the values of a channel reach. */
  public record Range(double min, double max) {}

  private final String id;
  private final String name;
  private final ImageFiles files;
  private final Room room;
  private final StoredImage stored;
  private final List<Range> ranges;
  private final Optional<String> modality;
  private final AtomicInteger users = new AtomicInteger();

  private ServedImage(
      String id, String name, ImageFiles files, Room room, StoredImage stored, List<Range> ranges) {
    this.id = id;
    this.name = name;
    this.files = files;
    this.room = room;
    this.stored = stored;
    this.ranges = ranges;
    this.modality = files.modality();
  }

  /**
   * Opens an image and reads it once, so that a fault is told now.
   *
   * @param room where what is made of it goes
   * @param cache keeps the voxels for who needs them next
   * @throws Refusal if it cannot be used
   */
  static ServedImage open(
      String id, String name, ImageFiles files, Room room, MemoryGate memory, VolumeCache cache) {
    StoredImage stored = files.open();
    Volume volume = read(stored, files, memory);
    cache.put(id, volume);
    return new ServedImage(id, name, files, room, stored, ranges(volume));
  }

  private static Volume read(StoredImage stored, ImageFiles files, MemoryGate memory) {
    long values = stored.geometry().size().voxels() * stored.channels();
    // the file's own values beside ours
    try (MemoryGate.Pass pass = memory.take(2 * values * Float.BYTES)) {
      return stored.readVolume();
    } catch (IOException e) {
      throw Refusal.unusable(Sentence.of(e, files.folder()));
    }
  }

  private static List<Range> ranges(Volume volume) {
    List<Range> ranges = new ArrayList<>();
    int voxels = volume.data().length / volume.channels();
    for (int channel = 0; channel < volume.channels(); channel++) {
      ranges.add(range(volume.data(), channel * voxels, (channel + 1) * voxels));
    }
    return ranges;
  }

  private static Range range(float[] data, int from, int to) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      float value = data[i];
      if (Math.abs(value) <= Float.MAX_VALUE) { // false of what is no number
        min = value < min ? value : min;
        max = value > max ? value : max;
      }
    }
    return min <= max ? new Range(min, max) : new Range(0, 0);
  }

  public String id() {
    return id;
  }

  /** What whoever brought it calls it. */
  public String name() {
    return name;
  }

  /** Its header. */
  public StoredImage stored() {
    return stored;
  }

  public ImageGeometry geometry() {
    return stored.geometry();
  }

  Optional<String> modality() {
    return modality;
  }

  String channelName(int channel) {
    return files.channelName(channel);
  }

  List<Range> ranges() {
    return ranges;
  }

  Room room() {
    return room;
  }

  Volume volume(MemoryGate memory, VolumeCache cache) {
    return cache.get(id, () -> read(stored, files, memory));
  }

  /** Keeps it from expiring until {@link #release}. */
  public void hold() {
    users.incrementAndGet();
  }

  public void release() {
    users.decrementAndGet();
  }

  boolean isHeld() {
    return users.get() > 0;
  }

  @Override
  public void close() {
    room.close();
  }
}
