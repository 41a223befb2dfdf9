package io.firenet.format.nrrd;

import io.firenet.format.ImageSource;
import io.firenet.format.Segment;
import io.firenet.format.StoredImage;
import io.firenet.format.voxel.ImageInput;
import io.firenet.format.voxel.VoxelReader;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A NRRD image whose header has been read. */
record StoredNrrd(ImageSource source, NrrdHeader nrrd, SlicerSegments described)
    implements StoredImage {

  static StoredNrrd open(ImageSource source) throws IOException {
    NrrdHeader header = NrrdHeader.read(source.path());
    return new StoredNrrd(source, header, SlicerSegments.read(header.fields()));
  }

  @Override
  public ImageGeometry geometry() {
    return nrrd.header().geometry();
  }

  @Override
  public int channels() {
    return nrrd.header().channels();
  }

  @Override
  public List<String> notes() {
    return nrrd.notes();
  }

  @Override
  public List<Segment> segments() {
    return described.segments();
  }

  @Override
  public Volume readVolume() throws IOException {
    try (ImageInput in = nrrd.openVoxels()) {
      float[] data = VoxelReader.floats(in, nrrd.header());
      return new Volume(
          geometry(), channels(), nrrd.interleaved() ? VoxelReader.apart(data, channels()) : data);
    }
  }

  @Override
  public LabelMap readLabels() throws IOException {
    if (channels() > 1 && !segments().isEmpty()) {
      return merged();
    }
    try (ImageInput in = nrrd.openVoxels()) {
      return VoxelReader.labels(in, nrrd.header(), source.path());
    }
  }

  /** The layers of a segmentation as one. */
  private LabelMap merged() throws IOException {
    Map<Long, Short> labelOf = labelOfStored();
    float[] layers = readVolume().data();
    int voxels = layers.length / channels();
    short[] labels = new short[voxels];
    for (int at = 0; at < layers.length; at++) {
      if (layers[at] == 0) {
        continue;
      }
      Short label = labelOf.get(key(at / voxels, layers[at]));
      if (label == null) {
        throw new IOException(
            "%s: layer %s has the value %s, which no segment is said to have"
                .formatted(source.path(), at / voxels, layers[at]));
      }
      short before = labels[at % voxels];
      if (before != 0 && before != label) {
        throw new IOException(
            "%s: segments overlap, labels %s and %s; a label map has one label per voxel, save the segmentation without overlaps"
                .formatted(source.path(), before, label));
      }
      labels[at % voxels] = label;
    }
    return new LabelMap(geometry(), labels);
  }

  private Map<Long, Short> labelOfStored() throws IOException {
    Map<Long, Short> labelOf = new HashMap<>();
    for (int i = 0; i < segments().size(); i++) {
      int layer = described.layers().get(i);
      if (layer >= channels()) {
        throw new IOException(
            "%s: segment %s is said to be in layer %s, the file has %s layers"
                .formatted(source.path(), i, layer, channels()));
      }
      labelOf.put(key(layer, described.stored().get(i)), (short) segments().get(i).label());
    }
    return labelOf;
  }

  private static long key(int layer, float value) {
    return ((long) layer << 32) | (Float.floatToIntBits(value) & 0xffffffffL);
  }
}
