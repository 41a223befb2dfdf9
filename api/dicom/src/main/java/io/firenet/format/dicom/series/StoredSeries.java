package io.firenet.format.dicom.series;

import io.firenet.format.ImageSeries;
import io.firenet.format.ImageSource;
import io.firenet.format.StoredImage;
import io.firenet.format.dicom.data.Tag;
import io.firenet.format.dicom.pixel.FrameReader;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A series of images that are one volume. */
public record StoredSeries(ImageSource source, SourceSeries series, List<String> notes)
    implements StoredImage {

  public StoredSeries {
    notes = List.copyOf(notes);
  }

  /**
   * Opens what a source names: a series of images, or a segmentation.
   *
   * @throws IOException if there is none or several, or what is there is no grid
   */
  public static StoredImage open(ImageSource source) throws IOException {
    List<String> notes = new ArrayList<>();
    Series found = SeriesScan.find(source, notes);
    Instance first = Instance.of(found.files().get(0));
    if (first.isSegmentation()) {
      return StoredSegmentation.of(source, found, first);
    }
    try (Closeable held = SourceFiles.hold(source.path())) {
      SliceStack stack = SliceStack.of(source.path().toString(), found, notes);
      if (first.file().data().has(Tag.PixelPaddingValue)) {
        notes.add("pixels of the padding value are set to the smallest value of the others");
      }
      return new StoredSeries(source, new SourceSeries(stack), notes);
    }
  }

  /**
   * The series that a file, a folder or an archive holds.
   *
   * @throws IOException if there is none
   */
  public static List<ImageSeries> list(Path path) throws IOException {
    return SeriesScan.all(ImageSource.of(path)).stream().map(Series::summary).toList();
  }

  @Override
  public ImageGeometry geometry() {
    return series.stack().geometry();
  }

  @Override
  public int channels() {
    return 1;
  }

  @Override
  public Volume readVolume() throws IOException {
    List<Slice> slices = series.stack().slices();
    int pixels = (int) (geometry().size().voxels() / slices.size());
    List<FrameReader> readers = readers(slices);
    float[] data = new float[pixels * slices.size()];
    float smallest = Float.POSITIVE_INFINITY;
    boolean padded = false;
    try (Closeable held = SourceFiles.hold(source.path())) {
      for (int i = 0; i < slices.size(); i++) {
        Slice slice = slices.get(i);
        Padding padding = Padding.of(slice.instance());
        boolean unsigned = !slice.instance().layout().signed();
        int[] values = readers.get(i).read(slice.frame());
        for (int p = 0; p < pixels; p++) {
          long value = unsigned ? values[p] & 0xffffffffL : values[p];
          boolean pad = padding != null && padding.covers(value);
          float scaled = (float) (value * slice.slope() + slice.intercept());
          data[i * pixels + p] = pad ? Float.NaN : scaled;
          padded |= pad;
          smallest = pad ? smallest : Math.min(smallest, scaled);
        }
      }
    }
    if (padded) {
      fill(data, smallest == Float.POSITIVE_INFINITY ? 0 : smallest);
    }
    return new Volume(geometry(), 1, data);
  }

  /** Before memory is asked for, each file must show that it can have the pixels. */
  private static List<FrameReader> readers(List<Slice> slices) throws IOException {
    List<FrameReader> readers = new ArrayList<>();
    Instance last = null;
    for (Slice slice : slices) {
      boolean same = slice.instance() == last;
      readers.add(
          same
              ? readers.get(readers.size() - 1)
              : new FrameReader(slice.instance().file(), slice.instance().layout()));
      last = slice.instance();
    }
    return readers;
  }

  private static void fill(float[] data, float value) {
    for (int i = 0; i < data.length; i++) {
      data[i] = Float.isNaN(data[i]) ? value : data[i];
    }
  }

  @Override
  public LabelMap readLabels() throws IOException {
    float[] values = readVolume().data();
    short[] labels = new short[values.length];
    for (int i = 0; i < labels.length; i++) {
      short label = (short) values[i];
      if (label != values[i] || label < 0) {
        throw new IOException(
            "%s: expected labels that are whole numbers from 0 to 32767, found %s; is it an image?"
                .formatted(source.path(), values[i]));
      }
      labels[i] = label;
    }
    return new LabelMap(geometry(), labels);
  }

  /** Stored values that are no part of the image. */
  private record Padding(long from, long to) {

    static @Nullable Padding of(Instance instance) {
      var data = instance.file().data();
      if (!data.has(Tag.PixelPaddingValue)) {
        return null;
      }
      long first = value(instance, Tag.PixelPaddingValue);
      long second =
          data.has(Tag.PixelPaddingRangeLimit)
              ? value(instance, Tag.PixelPaddingRangeLimit)
              : first;
      return new Padding(Math.min(first, second), Math.max(first, second));
    }

    private static long value(Instance instance, int tag) {
      int raw = instance.file().data().whole(tag).orElse(0);
      return instance.layout().signed() ? (short) raw : raw;
    }

    boolean covers(long value) {
      return value >= from && value <= to;
    }
  }
}
