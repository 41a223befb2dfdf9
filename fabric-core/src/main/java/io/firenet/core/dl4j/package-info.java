/**
 * The training engine: lowers a network description to a Deeplearning4j {@code ComputationGraph},
 * computes loss and gradients, and updates the weights. The only package that sees ND4J.
 */
@NullMarked
package io.firenet.core.dl4j;

import org.jspecify.annotations.NullMarked;
