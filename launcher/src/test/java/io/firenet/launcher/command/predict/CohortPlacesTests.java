package io.firenet.launcher.command.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firenet.launcher.command.predict.CohortImage.Earlier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CohortPlacesTests {

  private static final String ENDING = ".nii.gz";

  @TempDir Path folder;

  private static List<Earlier> earlier(List<CohortImage> images) {
    return images.stream().map(CohortImage::earlier).toList();
  }

  private static List<Long> bytes(List<CohortImage> images) {
    return images.stream().map(CohortImage::bytes).toList();
  }

  @Test
  void labelMapsThatAreThereAreTheModelsOrOthers() throws IOException {
    Path in = Files.createDirectory(folder.resolve("in"));
    Path out = Files.createDirectory(folder.resolve("out"));
    Files.writeString(in.resolve("a.nii.gz"), "12345");
    Files.writeString(in.resolve("b.nii.gz"), "1234567");
    Files.writeString(out.resolve("b.nii.gz"), "12");
    CohortPlaces places = new CohortPlaces(in.toString(), out.toString(), null);
    CohortFiles files = new CohortFiles(new Bucket());
    List<CohortImage> known = places.images(files, 1, ENDING, true);
    assertEquals(List.of(Earlier.NONE, Earlier.SAME), earlier(known));
    assertEquals(List.of(5L, 7L), bytes(known));
    List<CohortImage> others = places.images(files, 1, ENDING, false);
    assertEquals(List.of(Earlier.NONE, Earlier.OTHER), earlier(others));
  }

  @Test
  void aFolderAtAnAddressIsAskedOnce() throws IOException {
    Bucket bucket = new Bucket();
    CohortPlaces places = new CohortPlaces("s3a://bucket/in", "s3a://bucket/out", null);
    List<CohortImage> images = places.images(new CohortFiles(bucket), 1, ENDING, true);
    assertEquals(
        List.of("s3a://bucket/out/a.nii.gz", "s3a://bucket/out/b.nii.gz"),
        images.stream().map(CohortImage::labels).toList());
    assertEquals(List.of(Earlier.NONE, Earlier.SAME), earlier(images));
    assertEquals(List.of(5L, 7L), bytes(images));
    assertEquals(2, bucket.listings, "of images and of label maps");
  }

  @Test
  void sizesOfListedImagesAreKnownWhereTheyAreFiles() throws IOException {
    Path image = Files.writeString(folder.resolve("a.nii.gz"), "12345");
    Path list =
        Files.writeString(
            folder.resolve("list.txt"),
            "# of today\n%s\n\n%s\ns3a://bucket/in/c.nii.gz\n"
                .formatted(image, folder.resolve("gone.nii.gz")));
    CohortPlaces places =
        new CohortPlaces(
            list.toString(), Files.createDirectory(folder.resolve("o")).toString(), null);
    List<CohortImage> images = places.images(new CohortFiles(new Bucket()), 1, ENDING, false);
    assertEquals(List.of(5L, CohortImage.UNKNOWN, CohortImage.UNKNOWN), bytes(images));
  }

  @Test
  void anImageInSeveralFilesIsAsLargeAsAllOfThem() throws IOException {
    Files.writeString(folder.resolve("a_0000.nii.gz"), "12345");
    Files.writeString(folder.resolve("a_0001.nii.gz"), "123");
    CohortPlaces places =
        new CohortPlaces(
            folder.toString(), Files.createDirectory(folder.resolve("o")).toString(), null);
    List<CohortImage> images = places.images(new CohortFiles(new Bucket()), 2, ENDING, false);
    assertEquals(List.of(8L), bytes(images));
  }
}
