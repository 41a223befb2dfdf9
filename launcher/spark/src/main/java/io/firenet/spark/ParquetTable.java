package io.firenet.spark;

import io.firenet.launcher.cluster.ClusterTable;
import io.firenet.launcher.cluster.ClusterTable.Column;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** A table as one Parquet file, by the library that every Spark has. */
final class ParquetTable {

  private ParquetTable() {}

  static void write(ClusterTable table, Path file) throws IOException {
    MessageType schema = schema(table);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .build()) {
      for (List<@Nullable Object> row : table.rows()) {
        writer.write(group(schema, row));
      }
    }
  }

  private static MessageType schema(ClusterTable table) {
    Types.MessageTypeBuilder schema = Types.buildMessage();
    for (Column column : table.columns()) {
      if (column.type() == Double.class) {
        schema.optional(PrimitiveTypeName.DOUBLE).named(column.name());
      } else {
        schema
            .optional(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named(column.name());
      }
    }
    return schema.named("firenet");
  }

  private static Group group(MessageType schema, List<@Nullable Object> row) {
    Group group = new SimpleGroup(schema);
    for (int i = 0; i < row.size(); i++) {
      if (row.get(i) instanceof Double number) {
        group.add(i, number);
      } else if (row.get(i) instanceof String text) {
        group.add(i, text);
      }
    }
    return group;
  }
}
