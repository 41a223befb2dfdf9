package io.firenet.spark;

import io.firenet.launcher.cluster.ClusterFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.jspecify.annotations.Nullable;

/** Files of Hadoop's file systems, set up by {@code spark.hadoop.…} and Hadoop's own files. */
final class HadoopFiles implements ClusterFiles {

  private @Nullable Configuration configuration;

  private static org.apache.hadoop.fs.Path path(String address) {
    return new org.apache.hadoop.fs.Path(address);
  }

  private Configuration configuration() {
    if (configuration == null) { // reads files
      configuration = SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
    }
    return configuration;
  }

  private FileSystem system(String address) throws IOException {
    try {
      FileSystem system = path(address).getFileSystem(configuration());
      system.setWriteChecksum(false); // else a local folder fills with .crc files
      return system;
    } catch (UnsupportedFileSystemException e) {
      throw new IOException(
          "%s: no Hadoop file system for this; give Spark its jar, such as hadoop-aws for s3a://"
              .formatted(address),
          e);
    }
  }

  @Override
  public boolean isFolder(String address) throws IOException {
    try {
      return system(address).getFileStatus(path(address)).isDirectory();
    } catch (FileNotFoundException e) {
      throw new IOException(address + ": there is no such file or folder", e);
    }
  }

  @Override
  public List<Entry> list(String folder) throws IOException {
    return Arrays.stream(system(folder).listStatus(path(folder)))
        .filter(FileStatus::isFile)
        .map(file -> new Entry(in(folder, file.getPath().getName()), file.getLen()))
        .sorted(Comparator.comparing(Entry::address))
        .toList();
  }

  private static String in(String folder, String name) {
    return folder.endsWith("/") ? folder + name : folder + "/" + name;
  }

  @Override
  public boolean exists(String address) throws IOException {
    return system(address).exists(path(address));
  }

  @Override
  public Path fetch(String address, Path folder) throws IOException {
    Path copy = folder.resolve(path(address).getName());
    try {
      system(address)
          .copyToLocalFile(false, path(address), new org.apache.hadoop.fs.Path(copy.toUri()), true);
    } catch (FileNotFoundException e) {
      throw new IOException(address + ": there is no such file", e);
    }
    return copy;
  }

  @Override
  public void publish(Path file, String address) throws IOException {
    FileSystem system = system(address);
    org.apache.hadoop.fs.Path target = path(address);
    org.apache.hadoop.fs.Path draft =
        new org.apache.hadoop.fs.Path(
            target.getParent(), "." + target.getName() + "." + UUID.randomUUID() + ".part");
    try {
      system.copyFromLocalFile(false, true, new org.apache.hadoop.fs.Path(file.toUri()), draft);
      try {
        FileContext.getFileContext(target.toUri(), configuration())
            .rename(draft, target, Rename.OVERWRITE);
      } catch (UnsupportedFileSystemException e) {
        system.delete(target, false);
        if (!system.rename(draft, target)) {
          throw new IOException("%s: cannot be written".formatted(address), e);
        }
      }
    } finally {
      system.delete(draft, false);
    }
  }
}
