package io.firenet.core.training;

import io.firenet.core.data.Split;
import io.firenet.core.io.OutputException;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.InvalidDatasetException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Opens the datasets of a run: of a new one, whose splits are drawn, or of one that goes on. */
public final class RunSetup {

  private final PluginRegistry plugins;

  public RunSetup(PluginRegistry plugins) {
    this.plugins = plugins;
  }

  /**
   * Opens the datasets, draws their splits, and writes down what the run is.
   *
   * @param sources where each dataset is, by its name
   * @param software name and version of what trains
   * @throws IOException if a dataset cannot be opened
   * @throws OutputException if the run cannot be written
   */
  public List<TrainingDataset> start(
      RunFolder run, TrainingConfig config, Map<String, DatasetSource> sources, String software)
      throws IOException {
    List<TrainingDataset> datasets = new ArrayList<>();
    List<RunInfo.Trained> trained = new ArrayList<>();
    for (Map.Entry<String, DatasetSource> source : sources.entrySet()) {
      Dataset dataset = open(source.getKey(), source.getValue());
      Split split = Split.draw(dataset.cases(), config.validationShare(), config.seed());
      datasets.add(with(dataset, split));
      trained.add(
          new RunInfo.Trained(dataset.descriptor(), source.getValue(), dataset.cases().size()));
    }
    OutputException.writing(
        run.path(),
        () -> {
          for (TrainingDataset dataset : datasets) {
            run.writeSplit(dataset.name(), dataset.split());
          }
          run.writeInfo(new RunInfo(software, config, trained));
        });
    return datasets;
  }

  /** Opens the datasets of a run that exists, with the splits they had. */
  public List<TrainingDataset> reopen(RunFolder run) throws IOException {
    List<TrainingDataset> datasets = new ArrayList<>();
    for (RunInfo.Trained trained : run.info().datasets()) {
      Dataset dataset = open(trained.name(), trained.source());
      checkSame(trained.descriptor(), dataset.descriptor());
      datasets.add(with(dataset, run.split(trained.name())));
    }
    return datasets;
  }

  private Dataset open(String name, DatasetSource source) throws IOException {
    DatasetProvider provider = plugins.dataset(name);
    if (provider.descriptor().needsFolder() && source.folder().isEmpty()) {
      throw new InvalidDatasetException(
          "dataset %s needs a folder: --data %s=DIR".formatted(name, name));
    }
    Dataset dataset = provider.open(source);
    if (dataset.cases().isEmpty()) {
      throw new InvalidDatasetException("dataset %s has no case to train on".formatted(name));
    }
    return dataset;
  }

  /** The run's head has an output for each label and a stem for each channel it started with. */
  private static void checkSame(DatasetDescriptor started, DatasetDescriptor opened)
      throws InvalidDatasetException {
    if (!started.labels().equals(opened.labels())
        || !started.channels().equals(opened.channels())
        || !started.decoder().equals(opened.decoder())) {
      throw new InvalidDatasetException(
          "dataset %s: the run trains channels %s, labels %s, decoder %s; the folder now has %s, %s, %s"
              .formatted(
                  started.name(),
                  started.channels(),
                  started.labels(),
                  started.decoder(),
                  opened.channels(),
                  opened.labels(),
                  opened.decoder()));
    }
  }

  private TrainingDataset with(Dataset dataset, Split split) {
    return new TrainingDataset(dataset, plugins.decoder(dataset.descriptor().decoder()), split);
  }
}
