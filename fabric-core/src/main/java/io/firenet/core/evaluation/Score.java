package io.firenet.core.evaluation;

/**
 * How well a network does on cases it has not trained on, in the figure by which epochs are
 * compared.
 *
 * @param metric what it is, for example {@code Dice}
 * @param value higher is better, 1 is perfect; NaN if it is undefined
 */
public record Score(String metric, double value) {}
