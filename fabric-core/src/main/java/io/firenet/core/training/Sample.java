package io.firenet.core.training;

import io.firenet.volume.GridSize;

/**
 * One training step's input.
 *
 * @param dataset whose head it trains
 * @param caseId where it comes from
 * @param image {@code [1,C,D,H,W]}, float32, preprocessed
 * @param labels {@code [D,H,W]}
 * @param size D, H, W
 */
record Sample(String dataset, String caseId, float[] image, short[] labels, GridSize size) {}
