package io.firenet.core.experiment;

import io.firenet.core.plugin.PluginRegistry;
import java.util.List;

/**
 * What an experiment is, written when its folder is made.
 *
 * @param kind which one
 * @param software name and version of what made it
 * @param startedAt when, ISO 8601, UTC
 * @param settings what its runs share
 * @param datasets what it trains and validates on
 * @param runs what it consists of; one that begins with another's trunk comes after that one
 */
public record Experiment(
    Kind kind,
    String software,
    String startedAt,
    ExperimentSettings settings,
    List<ExperimentDataset> datasets,
    List<ExperimentRun> runs) {

  /** Which experiment a folder holds. */
  public enum Kind {
    /** The paper's first: pre-training on prostates, then bones, from random and transferred. */
    BONES,
    /** The paper's second: all datasets of the Decathlon at once, against networks of one each. */
    MSD,
    /** One network on the folds of some datasets. */
    CROSSVAL
  }

  public Experiment {
    datasets = List.copyOf(datasets);
    runs = List.copyOf(runs);
  }

  /**
   * One of its runs.
   *
   * @param id as in the names of the folders of runs
   * @return the run
   * @throws IllegalArgumentException if there is none of this id
   */
  public ExperimentRun run(String id) {
    return runs.stream()
        .filter(run -> run.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the experiment has no run '%s'; it has %s"
                        .formatted(id, runs.stream().map(ExperimentRun::id).toList())));
  }

  /** Some plugins and the datasets of this experiment that are declared without one. */
  PluginRegistry declaredOn(PluginRegistry plugins) {
    PluginRegistry all = plugins;
    for (ExperimentDataset dataset : datasets) {
      all = dataset.declaration().map(all::withDeclared).orElse(all);
    }
    return all;
  }

  /**
   * One of its datasets.
   *
   * @param name its name in the experiment
   * @return the dataset
   * @throws IllegalArgumentException if there is none of this name
   */
  public ExperimentDataset dataset(String name) {
    return datasets.stream()
        .filter(dataset -> dataset.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the experiment has no dataset '%s'; it has %s"
                        .formatted(name, datasets.stream().map(ExperimentDataset::name).toList())));
  }
}
