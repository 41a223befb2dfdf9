package io.firenet.core.experiment;

import io.firenet.architecture.NetworkProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the list of an experiment's runs. */
final class ExperimentPlan {

  private static final String FIRENET = "firenet";

  private final ExperimentSettings settings;
  private final List<String> pretraining;
  private final List<String> data;
  private final List<NetworkProvider> networks;
  private final boolean poolable;
  private final List<ExperimentRun> runs = new ArrayList<>();

  /**
   * @param networks finds a network by name
   * @param poolable whether the datasets can be trained as one
   */
  ExperimentPlan(
      ExperimentRequest request, Function<String, NetworkProvider> networks, boolean poolable) {
    this.settings = request.settings();
    this.pretraining = List.copyOf(request.pretraining().keySet());
    this.data = List.copyOf(request.data().keySet());
    this.networks = settings.networks().stream().map(networks).toList();
    this.poolable = poolable;
    for (int fold = 1; fold <= settings.foldsRun(); fold++) {
      switch (request.kind()) {
        case BONES -> addBones(fold);
        case MSD, CROSSVAL -> addPlain(fold);
      }
    }
  }

  List<ExperimentRun> runs() {
    return List.copyOf(runs);
  }

  /**
   * Pre-training with FIRENet and its rivals, then FIRENet from random weights and from those of
   * the same fold, then one dataset of all for a network that takes one only.
   */
  private void addBones(int fold) {
    if (!pretraining.isEmpty()) {
      for (NetworkProvider network : networks) {
        if (!network.oneDatasetOnly()) {
          add(ExperimentRun.Stage.PRETRAINING, network, "", fold, pretraining, false, null);
        }
      }
    }
    if (data.isEmpty()) {
      return;
    }
    for (NetworkProvider network : networks) {
      if (network.name().equals(FIRENET)) {
        add(ExperimentRun.Stage.TRAINING, network, "-R", fold, data, false, null);
        if (!pretraining.isEmpty()) {
          String from = id(ExperimentRun.Stage.PRETRAINING, network.name(), fold);
          add(ExperimentRun.Stage.TRAINING, network, "-T", fold, data, false, from);
        }
      } else if (network.oneDatasetOnly() && poolable) {
        add(ExperimentRun.Stage.TRAINING, network, " pooled", fold, data, true, null);
      } else if (pretraining.isEmpty() && !network.oneDatasetOnly()) {
        add(ExperimentRun.Stage.TRAINING, network, "", fold, data, false, null);
      }
    }
  }

  private void addPlain(int fold) {
    for (NetworkProvider network : networks) {
      if (network.oneDatasetOnly()) {
        for (String dataset : data) {
          add(ExperimentRun.Stage.TRAINING, network, "", fold, List.of(dataset), false, null);
        }
      } else {
        add(ExperimentRun.Stage.TRAINING, network, "", fold, data, false, null);
      }
    }
  }

  private void add(
      ExperimentRun.Stage stage,
      NetworkProvider network,
      String variant,
      int fold,
      List<String> datasets,
      boolean pooled,
      @Nullable String from) {
    boolean oneOfMany = network.oneDatasetOnly() && !pooled; // there is a run for each dataset
    String name = network.name() + variant + (oneOfMany ? " " + datasets.get(0) : "");
    runs.add(
        new ExperimentRun(
            id(stage, name, fold),
            network.title() + variant,
            network.name(),
            stage,
            fold,
            datasets,
            pooled,
            Optional.ofNullable(from)));
  }

  private String id(ExperimentRun.Stage stage, String name, int fold) {
    String text = "%s %s%s".formatted(stage, name, settings.foldCount() == 1 ? "" : " fold" + fold);
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }
}
