package io.firenet.launcher.command.predict;

import io.firenet.launcher.cluster.ClusterFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A bucket in which two images and a label map are; files themselves are out of reach. */
final class Bucket implements ClusterFiles {

  int listings;

  @Override
  public boolean isFolder(String address) {
    return address.equals("s3a://bucket/in") || address.equals("s3a://bucket/out");
  }

  @Override
  public List<Entry> list(String address) {
    listings++;
    return address.equals("s3a://bucket/in")
        ? List.of(
            new Entry("s3a://bucket/in/a.nii.gz", 5),
            new Entry("s3a://bucket/in/b.nii.gz", 7),
            new Entry("s3a://bucket/in/notes.txt", 9))
        : List.of(new Entry("s3a://bucket/out/b.nii.gz", 2));
  }

  @Override
  public boolean exists(String address) {
    return isFolder(address);
  }

  @Override
  public Path fetch(String address, Path into) throws IOException {
    throw new IOException("no image is read before its turn");
  }

  @Override
  public void publish(Path file, String address) throws IOException {
    throw new IOException("nothing is written");
  }
}
