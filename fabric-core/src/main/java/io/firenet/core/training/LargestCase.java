package io.firenet.core.training;

import io.firenet.core.training.run.TrainingConfig;
import io.firenet.core.training.sample.CaseReading;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.dataset.Case;
import io.firenet.preprocess.Crop;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.preprocess.Preprocessor;
import io.firenet.volume.GridSize;
import io.firenet.volume.Saturating;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * The case of a dataset that has most voxels after preprocessing, from the headers of its images.
 *
 * @param size what the network sees of it, cropped
 * @param imageValues of the largest image, which is not
 * @param sizes how many different ones the network sees
 */
record LargestCase(String id, GridSize size, long imageValues, int sizes) {

  static LargestCase of(TrainingDataset dataset, TrainingConfig config) throws IOException {
    PreprocessingPlan plan = dataset.plan(config);
    Preprocessor preprocessor = new Preprocessor(plan);
    int channels = dataset.descriptor().channels().size();
    String id = "";
    GridSize size = new GridSize(1, 1, 1);
    long image = 0;
    Set<GridSize> sizes = new HashSet<>();
    for (Case one : dataset.training()) {
      GridSize grid =
          preprocessor.networkGrid(CaseReading.of(dataset.name(), one, one::geometry)).size();
      GridSize cropped = Crop.centred(grid, plan.maxSide()).size();
      image = Math.max(image, Saturating.times(grid.voxels(), channels));
      sizes.add(cropped);
      if (cropped.voxels() > size.voxels()) {
        id = one.id();
        size = cropped;
      }
    }
    return new LargestCase(id, size, image, sizes.size());
  }
}
