package io.firenet.launcher.argument;

import io.firenet.launcher.cluster.Cluster;
import io.firenet.launcher.cluster.ClusterEngine;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of a command whose work other processes can do. */
@OptionGroup("Cluster")
public final class ClusterOptions {

  private static final String SPARK = "spark";

  @Option(
      names = "--spark",
      paramLabel = "MASTER",
      description = {
        "Let the workers of an Apache Spark cluster do the work: spark://HOST:7077, yarn, k8s://…, or"
            + " local-cluster[2,1,2048] for two processes of one core and 2048 MB on this machine."
            + " Needs the module of launcher/docs/cluster.md."
      })
  private @Nullable String master;

  @Option(
      names = "--spark-conf",
      paramLabel = "KEY=VALUE",
      description =
          "With --spark: a setting of Spark, such as spark.executor.memory=16g. May be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Whether others are to do the work. */
  public boolean given() {
    if (master == null && !settings.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--spark-conf goes with --spark MASTER");
    }
    return master != null;
  }

  /**
   * Those beside the launcher, and those that only this thread's class loader sees: spark-submit
   * loads the jar that it is given by one of its own, below that of what is on Spark's class path.
   */
  private static Stream<ClusterEngine> engines() {
    return Stream.of(
            ClusterOptions.class.getClassLoader(), Thread.currentThread().getContextClassLoader())
        .filter(Objects::nonNull)
        .distinct()
        .flatMap(loader -> ServiceLoader.load(ClusterEngine.class, loader).stream())
        .map(ServiceLoader.Provider::get);
  }

  /**
   * Connects to the cluster that was named.
   *
   * @throws ParameterException if what reaches it is not installed, or a setting is missing
   * @throws IOException if it cannot be reached
   */
  public Cluster connect() throws IOException {
    Optional<ClusterEngine> engine = engines().filter(one -> one.name().equals(SPARK)).findFirst();
    if (engine.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--spark needs Apache Spark, which is not installed here; install it with 'mvn -Pspark"
              + " -DskipTests package' (see launcher/docs/cluster.md)");
    }
    try {
      String title = "firenet " + spec.commandLine().getCommandName();
      return engine.get().connect(String.valueOf(master), title, settings);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--spark: " + e.getMessage(), e);
    }
  }
}
