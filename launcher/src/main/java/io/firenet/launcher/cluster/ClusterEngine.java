package io.firenet.launcher.cluster;

import java.io.IOException;
import java.util.Map;

/** Reaches clusters of one kind; modules beside the launcher bring it, as a service. */
public interface ClusterEngine {

  /** What the command line calls it, for example {@code spark}. */
  String name();

  /**
   * Connects to a cluster, and starts its workers where that is the engine's task.
   *
   * @param master which cluster, in the engine's own words
   * @param title what the cluster calls the work
   * @param settings of the engine, in its own words
   * @throws IOException if it cannot be reached
   * @throws IllegalArgumentException if a setting is missing or makes no sense
   */
  Cluster connect(String master, String title, Map<String, String> settings) throws IOException;
}
