package io.firenet.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.firenet.launcher.cluster.ClusterTable;
import io.firenet.launcher.cluster.ClusterTable.Column;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetTableTests {

  @TempDir Path folder;

  /** The rows of a file. */
  static ParquetReader<Group> reader(Path file) throws java.io.IOException {
    return new ParquetReader.Builder<Group>(
        new LocalInputFile(file), new PlainParquetConfiguration()) {
      @Override
      protected ReadSupport<Group> getReadSupport() {
        return new GroupReadSupport();
      }
    }.build();
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    ClusterTable table =
        new ClusterTable(
            List.of(Column.text("image"), Column.number("Herzkammer, groß (ml)")),
            List.of(
                Arrays.asList("a \"b\"\nc", 1.25),
                Arrays.asList("ä", null),
                Arrays.asList(null, Double.MIN_VALUE)));
    Path file = Files.writeString(folder.resolve("table.parquet"), "what was there before");
    ParquetTable.write(table, file);
    try (ParquetReader<Group> reader = reader(file)) {
      Group first = reader.read();
      assertEquals("a \"b\"\nc", first.getString("image", 0));
      assertEquals(1.25, first.getDouble("Herzkammer, groß (ml)", 0));
      Group second = reader.read();
      assertEquals("ä", second.getString(0, 0));
      assertEquals(0, second.getFieldRepetitionCount(1));
      Group third = reader.read();
      assertEquals(0, third.getFieldRepetitionCount(0));
      assertEquals(Double.MIN_VALUE, third.getDouble(1, 0));
      assertNull(reader.read());
    }
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList(), "no file of checksums beside it");
    }
  }
}
