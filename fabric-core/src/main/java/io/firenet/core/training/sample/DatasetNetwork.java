package io.firenet.core.training.sample;

import io.firenet.architecture.Fingerprint;
import io.firenet.architecture.NetworkProvider;
import io.firenet.architecture.NetworkRequest;
import io.firenet.core.plugin.PluginException;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.training.run.RunInfo;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.dataset.Case;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.decoder.DecoderProvider;
import io.firenet.decoder.Objective;
import io.firenet.network.Network;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.preprocess.Preprocessor;
import io.firenet.volume.GridSize;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * A network as a dataset trains it.
 *
 * @param provider the network
 * @param request what the dataset asks of it, with every setting
 */
public record DatasetNetwork(NetworkProvider provider, NetworkRequest request) {

  /**
   * The network of a run for one of its datasets.
   *
   * @param plugins must have the run's network and the dataset's head
   * @param config the run's settings
   * @param dataset what the run has written down of the dataset
   * @return a request that the provider builds the network for
   * @throws PluginException if there is no network or decoder of that name
   * @throws IllegalArgumentException if the network has no such setting, or the decoder is for
   *     regions and the dataset has none, or the reverse
   */
  public static DatasetNetwork of(
      PluginRegistry plugins, TrainingConfig config, RunInfo.Trained dataset) {
    NetworkProvider provider = plugins.network(config.network().name());
    requireRegions(dataset.descriptor(), plugins.decoder(dataset.descriptor().decoder()));
    return new DatasetNetwork(
        provider,
        new NetworkRequest(
            dataset.descriptor().channels().size(),
            plugins.decoder(dataset.descriptor().decoder()),
            dataset.descriptor().outputNames().size(),
            config.network().complete(provider).settings(),
            dataset.fingerprint().orElse(Fingerprint.ofCubes(config.preprocessing().maxSide()))));
  }

  /** A head for regions needs some, and no other has a use for them. */
  private static void requireRegions(DatasetDescriptor dataset, DecoderProvider decoder) {
    boolean forRegions = decoder.objective() == Objective.REGIONS;
    if (forRegions == dataset.regions().isEmpty()) {
      throw new IllegalArgumentException(
          "dataset %s: decoder '%s' is %s regions, and the dataset names %s; %s"
              .formatted(
                  dataset.name(),
                  decoder.name(),
                  forRegions ? "for" : "not for",
                  forRegions ? "none" : dataset.outputNames(),
                  forRegions
                      ? "name regions in its descriptor, or take the decoder 'segmentation'"
                      : "take the decoder 'regions'"));
    }
  }

  /**
   * The network.
   *
   * @return the description, with auxiliary outputs
   * @throws IllegalArgumentException if it cannot serve the dataset or a setting is out of its
   *     range
   */
  public Network build() {
    return provider.network(request);
  }

  /** Whether it trains on pieces of a size of its own. */
  boolean onPatches() {
    return provider.patchSide(request).isPresent();
  }

  /**
   * A run's preprocessing with this network's own piece size, if it has one.
   *
   * @param run spacing, largest side and rules
   * @return the same but for the largest side
   */
  public PreprocessingPlan plan(PreprocessingPlan run) {
    return new PreprocessingPlan(
        run.spacingMm(), provider.patchSide(request).orElse(run.maxSide()), run.intensity());
  }

  /**
   * The fingerprint of training cases.
   *
   * @param dataset its name, for messages
   * @param training the cases that train, of which only headers are read
   * @param plan spacing and largest side
   * @return the median size as the network sees them, and their number
   * @throws IOException if a case's header cannot be read; the message names the case
   */
  public static Fingerprint fingerprint(String dataset, List<Case> training, PreprocessingPlan plan)
      throws IOException {
    Preprocessor preprocessor = new Preprocessor(plan);
    GridSize[] sizes = new GridSize[training.size()];
    for (int i = 0; i < sizes.length; i++) {
      Case one = training.get(i);
      sizes[i] = preprocessor.networkGrid(CaseReading.of(dataset, one, one::geometry)).size();
    }
    GridSize median =
        new GridSize(
            median(sizes, GridSize::depth),
            median(sizes, GridSize::height),
            median(sizes, GridSize::width));
    return new Fingerprint(median, plan.spacingMm());
  }

  private static int median(GridSize[] sizes, ToIntFunction<GridSize> side) {
    int[] sorted = Arrays.stream(sizes).mapToInt(side).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
