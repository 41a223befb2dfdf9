/**
 * What every kernel library has of its own: tensors without a place, the memory of a step, weights
 * with their gradients and the optimiser's state.
 */
@NullMarked
package io.firenet.core.engine.memory;

import org.jspecify.annotations.NullMarked;
