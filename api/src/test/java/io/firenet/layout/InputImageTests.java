package io.firenet.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.format.ImageFormats;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputImageTests {

  private static final ImageGeometry GRID = ImageGeometry.axisAligned(new GridSize(2, 2, 2), 1);

  @TempDir Path folder;

  private Path write(String name, int channels) throws IOException {
    Path file = folder.resolve(name);
    ImageFormats.write(file, new Volume(GRID, channels, new float[8 * channels]));
    return file;
  }

  /** Writes images of one channel and returns the names of what they are for a model. */
  private List<String> images(int channels, String... names) throws IOException {
    for (String name : names) {
      write(name, 1);
    }
    return of(channels).stream().map(image -> image.name().getFileName().toString()).toList();
  }

  private List<InputImage> of(int channels) throws IOException {
    try (var files = Files.list(folder)) {
      return InputImage.of(files.sorted().toList(), channels);
    }
  }

  private static String failure(InputImage image) {
    return assertThrows(IOException.class, image::open).getMessage();
  }

  @Test
  void channelsAreOneImage() throws IOException {
    assertEquals(
        List.of("a.b.nii.gz", "c.mha"),
        images(2, "a.b_0000.nii.gz", "a.b_0001.nii.gz", "c_0000.mha", "c_0001.mha"));
    assertEquals(2, of(2).get(0).open().channels());
    assertEquals(2, of(2).get(1).open().readVolume().channels());
  }

  @Test
  void aChannelThatIsMissingOrTooManyIsSaid() throws IOException {
    List<String> names =
        images(
            2,
            "a_0000.nii",
            "a_0001.nii",
            "b_0000.nii",
            "c_0001.nii",
            "d_0000.nii",
            "d_0001.nii",
            "d_0002.nii");
    assertEquals(List.of("a.nii", "b.nii", "c.nii", "d.nii"), names);
    List<InputImage> images = of(2);
    assertTrue(failure(images.get(1)).contains("b_0001.nii"), failure(images.get(1)));
    assertTrue(failure(images.get(2)).contains("c_0000.nii"), failure(images.get(2)));
    assertEquals(3, images.get(3).open().channels(), "the model says that it takes two");
  }

  @Test
  void aSingleChannelLosesItsNumber() throws IOException {
    assertEquals(
        List.of("a.nii.gz", "b.nii.gz", "plain.nii.gz"),
        images(1, "a_0000.nii.gz", "b_0000.nii.gz", "plain.nii.gz"));
  }

  @Test
  void aNumberedSeriesOfImagesIsNoSetOfChannels() throws IOException {
    List<String> names = List.of("scan_0000.nii", "scan_0001.nii", "scan_0007.nii");
    assertEquals(names, images(1, names.toArray(String[]::new)));
  }

  @Test
  void aFileWithAllChannelsIsAnImage() throws IOException {
    write("a_0000.nii.gz", 2);
    write("a_0001.nii.gz", 2);
    assertEquals(List.of("a_0000.nii.gz", "a_0001.nii.gz"), images(2));
  }

  @Test
  void theOthersAreFoundBesideOneFile() throws IOException {
    images(2, "a_0000.nii", "a_0001.nii", "b_0001.nii", "c.nii");
    Path first = folder.resolve("a_0000.nii");
    InputImage image = InputImage.of(first, 2);
    assertEquals(new InputImage(first, List.of(first, folder.resolve("a_0001.nii"))), image);
    List<Path> alone = new ArrayList<>(List.of(folder.resolve("b_0001.nii")));
    alone.add(folder.resolve("c.nii"));
    for (Path file : alone) {
      assertEquals(InputImage.ofFile(file), InputImage.of(file, 2));
    }
    assertEquals(InputImage.ofFile(first), InputImage.of(first, 1));
  }
}
