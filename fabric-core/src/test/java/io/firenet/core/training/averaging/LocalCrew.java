package io.firenet.core.training.averaging;

import io.firenet.core.engine.Compute;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.training.RunMemory;
import io.firenet.core.training.RunSetup;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.TrainingConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Workers in this process, to each of which all goes as bytes. */
final class LocalCrew implements Crew, AutoCloseable {

  private final int workers;
  private final RunFolder run;
  private final TrainingConfig config;
  private final int updatesPerStep;
  private final PluginRegistry plugins;
  private final Map<Integer, AveragingWorker> opened = new TreeMap<>();
  final List<double[]> rates = new ArrayList<>(); // of each share
  RunMemory memory = RunMemory.HERE;
  int rounds;
  int forgetfulRound = -1; // every worker is replaced by a new one before it

  LocalCrew(
      int workers,
      RunFolder run,
      TrainingConfig config,
      AveragingSettings settings,
      PluginRegistry plugins) {
    this.workers = workers;
    this.run = run;
    this.config = config;
    this.updatesPerStep = settings.updatesPerStep(workers);
    this.plugins = plugins;
  }

  @Override
  public int workers() {
    return workers;
  }

  @Override
  public Contribution round(SharedWeights shared, List<Share> shares, List<String> places)
      throws IOException, InterruptedException {
    if (rounds++ == forgetfulRound) {
      close();
    }
    Contribution sum = null;
    for (Share share : shares) {
      rates.add(share.rates());
      AveragingWorker worker = opened.computeIfAbsent(share.worker(), this::open);
      Contribution one = copy(worker.work(copy(shared), copy(share)));
      sum = sum == null ? one : sum.plus(one);
    }
    return sum;
  }

  private AveragingWorker open(int number) {
    try {
      return new AveragingWorker(
          config,
          new RunSetup(plugins).reopen(run, config, Map.of()),
          Compute.here(),
          updatesPerStep,
          Optional.empty(),
          "here " + number,
          memory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  static <T> T copy(T object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    } catch (ClassNotFoundException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    opened.values().forEach(AveragingWorker::close);
    opened.clear();
  }
}
