package io.firenet.core.training.sample;

import io.firenet.dataset.Target;
import io.firenet.volume.GridSize;

/**
 * One training step's input.
 *
 * @param dataset whose head it trains
 * @param caseId where it comes from
 * @param image {@code [1,C,D,H,W]}, float32, preprocessed
 * @param target as the head learns it, see {@link TrainingDataset#learnt}; label maps of the
 *     image's size
 * @param size D, H, W
 */
public record Sample(String dataset, String caseId, float[] image, Target target, GridSize size) {}
