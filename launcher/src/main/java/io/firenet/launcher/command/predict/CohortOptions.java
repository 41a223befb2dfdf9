package io.firenet.launcher.command.predict;

import io.firenet.launcher.argument.ClusterOptions;
import io.firenet.launcher.argument.OptionGroup;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code predict} where the workers of a cluster segment many images. */
@OptionGroup("Cluster")
final class CohortOptions {

  @Mixin private ClusterOptions cluster;

  @Option(
      names = "--table",
      paramLabel = "FILE.csv|FILE.parquet",
      description = {
        "With --spark: where the table goes that has a row for each image, with the volume of each"
            + " label, as CSV or as Parquet by its name; summary.csv in --out by default. --in may then also be a text file (.txt) of"
            + " images, a line each, and all of them addresses such as hdfs://HOST/DIR and s3a://…"
      })
  private @Nullable String table;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Whether workers are to do it. */
  boolean given() {
    boolean workers = cluster.given();
    if (table != null && !workers) {
      throw new ParameterException(spec.commandLine(), "--table goes with --spark MASTER");
    }
    return workers;
  }

  ClusterOptions cluster() {
    return cluster;
  }

  @Nullable String table() {
    return table;
  }
}
