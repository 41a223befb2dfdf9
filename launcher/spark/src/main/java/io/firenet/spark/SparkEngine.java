package io.firenet.spark;

import io.firenet.launcher.cluster.Cluster;
import io.firenet.launcher.cluster.ClusterEngine;
import java.io.IOException;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;

/** Reaches what Apache Spark runs on: standalone, YARN, Kubernetes, processes of this machine. */
public final class SparkEngine implements ClusterEngine {

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public Cluster connect(String master, String title, Map<String, String> settings)
      throws IOException {
    ExecutorRequest executors = ExecutorRequest.of(master, settings);
    SparkConf conf = executors.configuration(title, settings);
    try {
      return SparkCluster.start(new JavaSparkContext(conf), executors);
    } catch (Exception e) { // Scala declares none
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      if (e instanceof IOException failure) {
        throw failure;
      }
      boolean told = e instanceof SparkException && e.getMessage() != null;
      String why = (told ? e.getMessage() : e.toString()).lines().findFirst().orElse("");
      throw new IOException("the Spark cluster %s cannot be used: %s".formatted(master, why), e);
    }
  }
}
