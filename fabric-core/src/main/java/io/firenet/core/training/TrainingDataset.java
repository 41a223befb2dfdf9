package io.firenet.core.training;

import io.firenet.core.data.Split;
import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.decoder.DecoderProvider;
import io.firenet.network.Network;
import java.util.List;

/**
 * A dataset as a run uses it.
 *
 * @param dataset the opened dataset
 * @param decoder its kind of head
 * @param split which of its cases train and which validate
 */
public record TrainingDataset(Dataset dataset, DecoderProvider decoder, Split split) {

  /** The dataset's name. */
  public String name() {
    return descriptor().name();
  }

  /** What the dataset is. */
  public DatasetDescriptor descriptor() {
    return dataset.descriptor();
  }

  /** The cases to train on. */
  public List<Case> training() {
    return split.trainingCases(dataset.cases());
  }

  /** The cases to validate on. */
  public List<Case> validation() {
    return split.validationCases(dataset.cases());
  }

  /** The number of classes, background included. */
  public int classes() {
    return descriptor().labels().size();
  }

  /** The network that trains on it. */
  public Network network(FabricConfig config) {
    return FabricNetwork.build(config, descriptor().channels().size(), decoder, classes());
  }
}
