package io.firenet.runtime;

import io.firenet.volume.GridSize;

/**
 * What it takes to apply a model to an image, known before anything runs.
 *
 * @param grid the size of the image as the network sees it, at the model's spacing
 * @param tile the size of the pieces that the network sees at once; the grid's own if it is one
 * @param passes forward passes: tiles, times eight if mirrored, times the models
 * @param bytes most memory that it takes, estimated: the loaded models, what their layers compute,
 *     the image on the network's grid, logits and labels; not the image as it was acquired, nor
 *     garbage that Java has not collected yet, which {@code -Xmx} bounds
 */
public record InferencePlan(GridSize grid, GridSize tile, int passes, long bytes) {}
