package org.example.plugin;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.format.ImageFormatProvider;
import io.firenet.format.ImageSource;
import io.firenet.format.StoredImage;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Images of one text: the side of a cube, and the values of its voxels, 1 mm apart. */
@ServiceProvider(ImageFormatProvider.class)
public final class ToyFormat implements ImageFormatProvider {

  record Toy(ImageSource source, int side, float[] values) implements StoredImage {

    @Override
    public ImageGeometry geometry() {
      return ImageGeometry.axisAligned(new GridSize(side, side, side), 1);
    }

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public Volume readVolume() {
      return new Volume(geometry(), 1, values);
    }

    @Override
    public LabelMap readLabels() {
      short[] labels = new short[values.length];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (short) values[i];
      }
      return new LabelMap(geometry(), labels);
    }
  }

  @Override
  public String name() {
    return "Toy";
  }

  @Override
  public List<String> endings() {
    return List.of(".toy");
  }

  @Override
  public StoredImage open(ImageSource source) throws IOException {
    Path file = source.path();
    String[] words = Files.readString(file).strip().split("\\s+");
    try {
      int side = Integer.parseInt(words[0]);
      float[] values = new float[words.length - 1];
      for (int i = 0; i < values.length; i++) {
        values[i] = Float.parseFloat(words[i + 1]);
      }
      return new Toy(source, side, values);
    } catch (NumberFormatException e) {
      throw new IOException(file + ": expected numbers, found " + e.getMessage(), e);
    }
  }
}
