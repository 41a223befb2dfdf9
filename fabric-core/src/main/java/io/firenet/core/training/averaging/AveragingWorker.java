package io.firenet.core.training.averaging;

import io.firenet.core.cache.PreparedCase;
import io.firenet.core.cache.VolumeCache;
import io.firenet.core.engine.Compute;
import io.firenet.core.engine.TrainableNetwork;
import io.firenet.core.engine.TrainingEngine;
import io.firenet.core.engine.kernel.Adam;
import io.firenet.core.engine.kernel.Optimiser;
import io.firenet.core.engine.memory.OutOfDeviceMemoryException;
import io.firenet.core.engine.memory.Weight;
import io.firenet.core.engine.memory.Weight.Mean;
import io.firenet.core.engine.memory.WeightGroup;
import io.firenet.core.training.MemoryPlan;
import io.firenet.core.training.RunMemory;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.core.training.sample.CaseCache;
import io.firenet.core.training.sample.EpochPlan;
import io.firenet.core.training.sample.SampleQueue;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.network.Network;
import io.firenet.preprocess.Preprocessor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A process that does shares of rounds. What it remembers between two, cases and kernels, changes
 * no result. For one thread.
 */
public final class AveragingWorker implements AutoCloseable {

  private final TrainingConfig config;
  private final List<TrainingDataset> datasets;
  private final Compute compute;
  private final Adam adam;
  private final String place;
  private final CaseCache cache;
  private final TrainingEngine engine;
  private @Nullable Ahead ahead;

  /**
   * @param config the run's settings
   * @param datasets with the splits of the run
   * @param compute what this worker's steps are computed with
   * @param updatesPerStep see {@link AveragingSettings#updatesPerStep}
   * @param disk keeps preprocessed cases, if there is one
   * @param place where this process is
   * @param memory what it may take of its machine's, which other workers may share
   * @throws IOException if a dataset does not fit into memory
   */
  public AveragingWorker(
      TrainingConfig config,
      List<TrainingDataset> datasets,
      Compute compute,
      int updatesPerStep,
      Optional<VolumeCache> disk,
      String place,
      RunMemory memory)
      throws IOException {
    this.config = config;
    this.datasets = List.copyOf(datasets);
    this.compute = compute;
    this.place = place;
    cache = new CaseCache(new Preprocessor(config.preprocessing()), disk);
    Map<String, Network> networks = new LinkedHashMap<>();
    datasets.forEach(d -> networks.put(d.name(), d.network().build()));
    adam = config.optimiser().adam().fadingBy(updatesPerStep);
    Optimiser local = new Optimiser(adam, config.weightDecay(), 0);
    engine =
        new TrainingEngine(
            networks,
            config.seed(),
            MemoryPlan.of(config, datasets, compute, memory).checkpointing(),
            config.precision(),
            compute,
            local);
    if (config.freezeTrunk()) {
      engine.freezeTrunk();
    }
  }

  /** Samples that are prepared while the weights are averaged. */
  private record Ahead(int epoch, int[] steps, int[] at, SampleQueue queue) {

    boolean fits(Share share) {
      return epoch == share.epoch() && at[0] == share.from() && Arrays.equals(steps, share.steps());
    }
  }

  /**
   * Does a share of a round.
   *
   * @param shared the weights to begin with
   * @param share which steps
   * @return how the weights changed, and what the steps came to
   * @throws IOException if a case cannot be read
   * @throws InterruptedException if this thread is interrupted meanwhile
   */
  public Contribution work(SharedWeights shared, Share share)
      throws IOException, InterruptedException {
    Map<String, WeightGroup> groups = WeightGroups.of(engine);
    Map<String, float[]> before = new TreeMap<>();
    groups.forEach((name, group) -> before.put(name, take(shared, name, group, share)));
    Map<String, float[]> gradients = new TreeMap<>();
    Map<String, Long> trained = new TreeMap<>();
    List<Contribution.Step> steps = new ArrayList<>();
    long start = System.nanoTime();
    long waited = 0;
    Ahead samples = samples(share);
    for (int i = 0; i < share.count(); i++) {
      long asked = System.nanoTime();
      PreparedCase sample = samples.queue.next();
      samples.at[0]++;
      waited += System.nanoTime() - asked;
      TrainableNetwork network = engine.network(sample.dataset());
      double loss = step(network, sample, share, i, gradients, trained);
      steps.add(
          new Contribution.Step(
              share.steps()[share.from() + i],
              sample.dataset(),
              sample.id(),
              sample.size().depth(),
              sample.size().height(),
              sample.size().width(),
              loss));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Map<String, GroupSum> sums = new TreeMap<>();
    trained.forEach(
        (name, count) -> {
          WeightGroup group = groups.get(name);
          sums.put(
              name,
              share.gradients()
                  ? GroupSum.of(count, share.format(), List.of(scaled(gradients.get(name), count)))
                  : changes(group, before.get(name), shared.groups().get(name), count));
        });
    long bytes = sums.values().stream().mapToLong(GroupSum::bytes).sum();
    var effort = new Contribution.Effort(share.worker(), place, seconds, waited / 1e9, bytes);
    return new Contribution(sums, steps, List.of(effort));
  }

  private static float[] take(SharedWeights shared, String name, WeightGroup group, Share share) {
    SharedWeights.Group given = shared.groups().get(name);
    if (given == null) {
      throw new IllegalArgumentException(
          "no weights for '%s', there are those of %s".formatted(name, shared.groups().keySet()));
    }
    float[] values = ValueFormat.FLOAT32.decode(given.values());
    WeightGroups.set(group, values, Weight::set);
    if (!share.gradients()) {
      WeightGroups.set(
          group,
          given.format().decode(given.first()),
          (weight, part) -> weight.setMean(Mean.GRADIENT, part));
      WeightGroups.set(
          group,
          given.format().decode(given.second()),
          (weight, part) -> weight.setMean(Mean.SQUARED_GRADIENT, part));
      group.setUpdates(given.updates());
    }
    return values;
  }

  /** Trains, or sums gradients; counts for each group the steps that did. */
  private double step(
      TrainableNetwork network,
      PreparedCase sample,
      Share share,
      int number,
      Map<String, float[]> gradients,
      Map<String, Long> trained)
      throws IOException {
    Map<String, WeightGroup> touched = new TreeMap<>(Map.of(sample.dataset(), network.own()));
    if (!engine.trunk().frozen()) {
      touched.put(WeightGroups.TRUNK, engine.trunk());
    }
    try {
      var loss =
          share.gradients()
              ? network.gradients(sample.image().data(), sample.target(), sample.size())
              : network.step(
                  sample.image().data(), sample.target(), sample.size(), share.rates()[number]);
      if (Double.isFinite(loss.total())) {
        touched.forEach(
            (name, group) -> {
              trained.merge(name, 1L, Long::sum);
              if (share.gradients()) {
                gradients.merge(
                    name, WeightGroups.get(group, Weight::gradient), AveragingWorker::plus);
              }
            });
      }
      return loss.finalOutput();
    } catch (OutOfDeviceMemoryException e) {
      throw MemoryPlan.exceeded(config, compute, sample, e);
    }
  }

  private static float[] plus(float[] sum, float[] other) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other[i];
    }
    return sum;
  }

  private static float[] scaled(float[] sum, long count) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] /= count;
    }
    return sum;
  }

  private GroupSum changes(
      WeightGroup group, float[] before, SharedWeights.Group given, long count) {
    float[] values = WeightGroups.get(group, Weight::values);
    for (int i = 0; i < values.length; i++) {
      values[i] -= before[i];
    }
    double first = Math.pow(adam.beta1(), count);
    double second = Math.pow(adam.beta2(), count);
    ValueFormat format = given.format();
    return GroupSum.of(
        count,
        format,
        List.of(
            values,
            Moment.added(
                format.decode(given.first()),
                WeightGroups.get(group, weight -> weight.mean(Mean.GRADIENT)),
                first),
            Moment.added(
                format.decode(given.second()),
                WeightGroups.get(group, weight -> weight.mean(Mean.SQUARED_GRADIENT)),
                second)),
        first,
        second);
  }

  /** Goes on with the samples that are under way, or begins with those that the share needs. */
  private Ahead samples(Share share) {
    if (ahead == null || !ahead.fits(share)) {
      if (ahead != null) {
        ahead.queue.close();
      }
      EpochPlan plan =
          EpochPlan.draw(
              datasets, config.sampling(), config.stepsPerEpoch(), config.seed(), share.epoch());
      int[] left = Arrays.copyOfRange(share.steps(), share.from(), share.steps().length);
      ahead =
          new Ahead(
              share.epoch(),
              share.steps(),
              new int[] {share.from()},
              new SampleQueue(cache, config, plan.only(left)));
    }
    return ahead;
  }

  @Override
  public void close() {
    if (ahead != null) {
      ahead.queue.close();
    }
    engine.close();
  }
}
