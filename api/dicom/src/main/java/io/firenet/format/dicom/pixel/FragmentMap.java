package io.firenet.format.dicom.pixel;

import io.firenet.format.dicom.data.DicomFile;
import io.firenet.format.dicom.data.Element;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which fragments of compressed pixels are which frame. */
final class FragmentMap {

  static final FragmentMap NONE = new FragmentMap(null, List.of());

  private final @Nullable DicomFile file;
  private final List<List<Element.Deferred>> frames;

  private FragmentMap(@Nullable DicomFile file, List<List<Element.Deferred>> frames) {
    this.file = file;
    this.frames = frames;
  }

  /**
   * Sorts fragments into frames: all into the only one, one into each, as the offset table says, or
   * a new frame wherever a fragment starts as an image does.
   */
  static FragmentMap of(DicomFile file, Element.Fragments found, int count) throws IOException {
    List<Element.Deferred> fragments = found.fragments();
    List<List<Element.Deferred>> frames = new ArrayList<>();
    if (count == 1) {
      frames.add(fragments);
    } else if (fragments.size() == count) {
      fragments.forEach(fragment -> frames.add(List.of(fragment)));
    } else {
      Set<Long> table = new HashSet<>(found.offsetTable());
      long start = fragments.isEmpty() ? 0 : fragments.get(0).offset();
      for (Element.Deferred fragment : fragments) {
        boolean first =
            table.size() > 1
                ? table.contains(fragment.offset() - start)
                : startsImage(file, fragment);
        if (first || frames.isEmpty()) {
          frames.add(new ArrayList<>());
        }
        frames.get(frames.size() - 1).add(fragment);
      }
    }
    if (frames.size() != count) {
      throw new IOException(
          "%s: expected %s compressed frames, found %s in %s fragments; copy or export it again"
              .formatted(file.source().name(), count, frames.size(), fragments.size()));
    }
    return new FragmentMap(file, frames);
  }

  private static boolean startsImage(DicomFile file, Element.Deferred fragment) throws IOException {
    try (InputStream in = file.openAt(fragment.offset())) {
      byte[] two = in.readNBytes(2);
      return two.length == 2 && two[0] == (byte) 0xff && (two[1] == (byte) 0xd8 || two[1] == 0x4f);
    }
  }

  /** Compressed bytes of a frame. */
  long bytes(int frame) {
    return frames.get(frame).stream().mapToLong(Element.Deferred::length).sum();
  }

  byte[] read(int frame) throws IOException {
    if (file == null) {
      throw new IllegalStateException("there are no fragments");
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Element.Deferred fragment : frames.get(frame)) {
      try (InputStream in = file.openAt(fragment.offset())) {
        byte[] bytes = in.readNBytes(Math.toIntExact(fragment.length()));
        if (bytes.length < fragment.length()) {
          throw new IOException("its compressed pixels are cut off");
        }
        all.writeBytes(bytes);
      }
    }
    return all.toByteArray();
  }
}
