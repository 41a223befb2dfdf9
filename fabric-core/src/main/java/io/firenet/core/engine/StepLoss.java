package io.firenet.core.engine;

/**
 * The losses of one training step.
 *
 * @param total the sum over all outputs, which is what is minimised
 * @param finalOutput that of the final output alone, which compares with a validation loss
 */
public record StepLoss(double total, double finalOutput) {}
