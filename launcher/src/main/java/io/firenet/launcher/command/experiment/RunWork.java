package io.firenet.launcher.command.experiment;

import io.firenet.core.cache.VolumeCache;
import io.firenet.core.engine.Compute;
import io.firenet.core.experiment.ExperimentFolder;
import io.firenet.core.experiment.ExperimentRunner;
import io.firenet.core.training.RunMemory;
import io.firenet.launcher.argument.ShippedPlugins;
import io.firenet.launcher.cluster.ClusterWork;
import io.firenet.launcher.cluster.Worker;
import io.firenet.launcher.command.export.ExportedModels;
import io.firenet.launcher.command.train.CacheOptions;
import io.firenet.launcher.process.FirenetVersion;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a worker does for a run of an experiment whose folder it sees: what a process beside others
 * does, with the run's lock and from its last checkpoint. Returns whether it is done.
 *
 * @param experiment the folder
 * @param device what it computes with
 * @param cacheFolder where preprocessed cases are kept; null for no cache on disk
 * @param cacheBytes how large that may be; 0 for the usual size
 * @param plugins that run on the worker too
 */
record RunWork(
    String experiment,
    String device,
    @Nullable String cacheFolder,
    long cacheBytes,
    ShippedPlugins plugins)
    implements ClusterWork<String, Boolean> {

  @Override
  public Boolean run(String id, Worker worker) throws Exception {
    ExperimentFolder folder = ExperimentFolder.open(worker.shared(experiment));
    Optional<VolumeCache> cache =
        cacheFolder == null
            ? Optional.empty()
            : Optional.of(CacheOptions.open(Path.of(cacheFolder), cacheBytes));
    // The worker's log has what a terminal would show.
    PrintWriter log = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    try (ExperimentWork listener = new ExperimentWork(log, log)) {
      ExperimentRunner.End end =
          new ExperimentRunner(
                  folder,
                  plugins.start(worker),
                  Compute.on(worker.device(device)),
                  cache,
                  models -> ExportedModels.open(models, worker.modelBytes()),
                  FirenetVersion.software(),
                  listener,
                  () -> false)
              .within(RunMemory.share(worker::memoryBytes))
              .run(id);
      return end == ExperimentRunner.End.DONE;
    }
  }
}
