package io.firenet.launcher.command.train;

import io.firenet.core.cache.VolumeCache;
import io.firenet.core.engine.Compute;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.training.RunMemory;
import io.firenet.core.training.RunSetup;
import io.firenet.core.training.averaging.AveragingWorker;
import io.firenet.core.training.averaging.Contribution;
import io.firenet.core.training.averaging.Share;
import io.firenet.core.training.averaging.SharedWeights;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.launcher.argument.ShippedPlugins;
import io.firenet.launcher.cluster.SharedWork;
import io.firenet.launcher.cluster.Worker;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a worker does in a round of a run whose folder it sees.
 *
 * @param run the folder
 * @param session tells this training from others of the same run
 * @param device what it computes with
 * @param updatesPerStep of a worker's steps
 * @param cacheFolder where preprocessed cases are kept; null for no cache on disk
 * @param cacheBytes how large that may be; 0 for the usual size
 * @param plugins that run on the worker too
 */
record RoundWork(
    String run,
    String session,
    String device,
    int updatesPerStep,
    @Nullable String cacheFolder,
    long cacheBytes,
    ShippedPlugins plugins)
    implements SharedWork<SharedWeights, Share, Contribution> {

  @Override
  public Contribution run(SharedWeights shared, Share share, Worker worker) throws Exception {
    return worker.keep("training", session, () -> open(worker)).work(shared, share);
  }

  private AveragingWorker open(Worker worker) throws Exception {
    PluginRegistry registry = plugins.start(worker);
    RunFolder folder = RunFolder.open(worker.shared(run));
    TrainingConfig config = folder.info().config();
    Compute compute = Compute.on(worker.device(device));
    Optional<VolumeCache> cache =
        cacheFolder == null
            ? Optional.empty()
            : Optional.of(CacheOptions.open(Path.of(cacheFolder), cacheBytes));
    return new AveragingWorker(
        config,
        new RunSetup(registry, compute).reopen(folder, config, Map.of()),
        compute,
        updatesPerStep,
        cache,
        worker.place(),
        RunMemory.share(worker::memoryBytes));
  }
}
