package io.firenet.core.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes the list of an experiment's runs. */
final class ExperimentPlan {

  private static final String FIRENET = "firenet";

  private final ExperimentSettings settings;
  private final List<String> pretraining;
  private final List<String> data;
  private final Predicate<String> oneDatasetOnly;
  private final boolean poolable;
  private final List<ExperimentRun> runs = new ArrayList<>();

  /**
   * @param oneDatasetOnly whether a network, by name, trains on one dataset at a time
   * @param poolable whether the datasets can be trained as one
   */
  ExperimentPlan(ExperimentRequest request, Predicate<String> oneDatasetOnly, boolean poolable) {
    this.settings = request.settings();
    this.pretraining = List.copyOf(request.pretraining().keySet());
    this.data = List.copyOf(request.data().keySet());
    this.oneDatasetOnly = oneDatasetOnly;
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
      for (String network : settings.networks()) {
        if (!oneDatasetOnly.test(network)) {
          add(Stage.PRETRAINING, network, "", fold, pretraining, false, null);
        }
      }
    }
    if (data.isEmpty()) {
      return;
    }
    for (String network : settings.networks()) {
      if (network.equals(FIRENET)) {
        add(Stage.TRAINING, network, "-R", fold, data, false, null);
        if (!pretraining.isEmpty()) {
          String from = id(Stage.PRETRAINING, network, fold);
          add(Stage.TRAINING, network, "-T", fold, data, false, from);
        }
      } else if (oneDatasetOnly.test(network) && poolable) {
        add(Stage.TRAINING, network, " pooled", fold, data, true, null);
      } else if (pretraining.isEmpty() && !oneDatasetOnly.test(network)) {
        add(Stage.TRAINING, network, "", fold, data, false, null);
      }
    }
  }

  private void addPlain(int fold) {
    for (String network : settings.networks()) {
      if (!oneDatasetOnly.test(network)) {
        add(Stage.TRAINING, network, "", fold, data, false, null);
        continue;
      }
      for (String dataset : data) {
        runs.add(
            new ExperimentRun(
                id(Stage.TRAINING, network + " " + dataset, fold),
                Titles.of(network),
                network,
                Stage.TRAINING,
                fold,
                List.of(dataset),
                false,
                Optional.empty()));
      }
    }
  }

  private void add(
      Stage stage,
      String network,
      String variant,
      int fold,
      List<String> datasets,
      boolean pooled,
      @Nullable String from) {
    runs.add(
        new ExperimentRun(
            id(stage, network + variant, fold),
            Titles.of(network) + variant,
            network,
            stage,
            fold,
            datasets,
            pooled,
            Optional.ofNullable(from)));
  }

  private String id(Stage stage, String name, int fold) {
    String text = "%s %s%s".formatted(stage, name, settings.foldCount() == 1 ? "" : " fold" + fold);
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }
}
