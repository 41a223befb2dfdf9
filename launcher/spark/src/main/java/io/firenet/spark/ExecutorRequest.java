package io.firenet.spark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/**
 * The executors that a master is asked for.
 *
 * @param master as Spark names it
 * @param cores of each: a piece of work takes all of them
 * @param expected how many there are to be, if that is known before they are there
 */
record ExecutorRequest(String master, int cores, OptionalInt expected) {

  static final String CORES = "spark.executor.cores";

  /** What Spark calls GPUs among its resources. */
  static final String GPU = "gpu";

  private static final String GPUS = "spark.executor.resource.gpu.amount";
  private static final String INSTANCES = "spark.executor.instances";
  private static final String MOST_CORES = "spark.cores.max";
  private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\d+|\\*)(?:,\\d+)?])?");
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*(\\d+)\\s*,\\s*(\\d+)\\s*,\\s*(\\d+)\\s*]");

  /** Where the distribution lies on every machine, if elsewhere than on this one. */
  private static final String HOME = "spark.firenet.home";

  private static final String OWN_HOME = "firenet.home";

  /**
   * @throws IllegalArgumentException if nothing says how many cores an executor has
   */
  static ExecutorRequest of(String master, Map<String, String> settings) throws IOException {
    SparkConf all = settings(settings);
    Matcher local = LOCAL.matcher(master);
    Matcher cluster = LOCAL_CLUSTER.matcher(master);
    if (local.matches()) {
      String cores = local.group(1) == null ? "1" : local.group(1);
      return new ExecutorRequest(
          master,
          cores.equals("*") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(cores),
          OptionalInt.of(1));
    }
    if (cluster.matches()) {
      return new ExecutorRequest(
          master,
          Integer.parseInt(cluster.group(2)),
          OptionalInt.of(Integer.parseInt(cluster.group(1))));
    }
    if (master.startsWith("spark://") && !all.contains(CORES)) {
      throw new IllegalArgumentException(
          "say how many cores an executor has, since a piece of work takes all of them:"
              + " --spark-conf spark.executor.cores=N");
    }
    int cores = all.getInt(CORES, 1);
    OptionalInt expected = OptionalInt.empty();
    if (all.contains(INSTANCES)) {
      expected = OptionalInt.of(all.getInt(INSTANCES, 1));
    } else if (all.contains(MOST_CORES)) {
      expected = OptionalInt.of(Math.max(1, all.getInt(MOST_CORES, cores) / cores));
    }
    return new ExecutorRequest(master, cores, expected);
  }

  boolean inThisProcess() {
    return LOCAL.matcher(master).matches();
  }

  /** Whatever says something: the system's properties, Spark's own file, the command line. */
  private static SparkConf settings(Map<String, String> given) throws IOException {
    SparkConf conf = new SparkConf();
    Optional<Path> file = defaults(System.getenv());
    if (file.isPresent() && Files.isRegularFile(file.get())) {
      Properties defaults = new Properties();
      try (InputStream in = Files.newInputStream(file.get())) {
        defaults.load(in);
      }
      defaults.forEach((key, value) -> conf.setIfMissing(key.toString(), value.toString().strip()));
    }
    given.forEach(conf::set);
    return conf;
  }

  /** Spark's own file of settings, if the environment says where that is. */
  static Optional<Path> defaults(Map<String, String> environment) {
    String folder = environment.getOrDefault("SPARK_CONF_DIR", "");
    String home = environment.getOrDefault("SPARK_HOME", "");
    if (!folder.isEmpty()) {
      return Optional.of(Path.of(folder, "spark-defaults.conf"));
    }
    return home.isEmpty()
        ? Optional.empty()
        : Optional.of(Path.of(home, "conf", "spark-defaults.conf"));
  }

  /** All settings of the context. */
  SparkConf configuration(String title, Map<String, String> given) throws IOException {
    SparkConf conf = settings(given).setMaster(master).setAppName(title);
    conf.set(CORES, Integer.toString(cores)).set("spark.task.cpus", Integer.toString(cores));
    if (conf.contains(GPUS)) {
      if (conf.getInt(GPUS, 1) != 1) {
        throw new IllegalArgumentException(
            "%s=%s, but an executor computes on one GPU; say 1, and take more executors"
                .formatted(GPUS, conf.get(GPUS)));
      }
      conf.set("spark.task.resource.gpu.amount", "1");
    }
    conf.set("spark.ui.showConsoleProgress", "false");
    conf.setIfMissing("spark.broadcast.compress", "false"); // weights do not compress
    conf.setIfMissing("spark.driver.maxResultSize", "0"); // sums of many workers are large
    if (master.startsWith("local")) {
      conf.setIfMissing("spark.ui.enabled", "false");
    }
    Matcher cluster = LOCAL_CLUSTER.matcher(master);
    if (cluster.matches()) {
      conf.setIfMissing("spark.executor.memory", cluster.group(3) + "m");
    }
    append(conf, "spark.executor.extraClassPath", classPath(conf), java.io.File.pathSeparator);
    append(
        conf,
        "spark.executor.extraJavaOptions",
        "-XX:+UseSerialGC -XX:ActiveProcessorCount=%s -Djava.awt.headless=true".formatted(cores)
            + " -Djava.library.path=/none -Dorg.bytedeco.javacpp.logger=slf4j"
            + " -Dorg.deeplearning4j.crash.reporting.enabled=false",
        " ");
    // Two OpenMP pools in one process fight for the cores unless those that wait sleep.
    conf.setIfMissing("spark.executorEnv.OMP_WAIT_POLICY", "PASSIVE");
    conf.setIfMissing("spark.executorEnv.OMP_NUM_THREADS", Integer.toString(cores));
    String locale = System.getenv("LC_ALL"); // in which Java names files
    conf.setIfMissing("spark.executorEnv.LC_ALL", locale == null ? "C.UTF-8" : locale);
    return conf;
  }

  private static void append(SparkConf conf, String key, String value, String between) {
    conf.set(key, conf.contains(key) ? conf.get(key) + between + value : value);
  }

  /** The distribution's jars; of a program that was not started from one, its own class path. */
  private static String classPath(SparkConf conf) {
    String home = conf.get(HOME, System.getProperty(OWN_HOME, ""));
    return home.isEmpty()
        ? System.getProperty("java.class.path")
        : "%1$s/lib/*%2$s%1$s/spark/*".formatted(home, java.io.File.pathSeparator);
  }
}
