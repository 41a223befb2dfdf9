package io.firenet.launcher.command.train;

import io.firenet.core.training.averaging.Contribution;
import io.firenet.core.training.averaging.Crew;
import io.firenet.core.training.averaging.Share;
import io.firenet.core.training.averaging.SharedWeights;
import io.firenet.launcher.cluster.Cluster;
import java.io.IOException;
import java.util.List;

/** The workers of a cluster that train a network together. */
record ClusterCrew(Cluster cluster, RoundWork work) implements Crew {

  @Override
  public int workers() {
    return cluster.workers();
  }

  @Override
  public Contribution round(SharedWeights shared, List<Share> shares, List<String> places)
      throws IOException, InterruptedException {
    return cluster.together(shared, shares, places, work, Contribution::plus);
  }
}
