/** Tensors, weights, and the memory of a step. */
@NullMarked
package io.firenet.core.engine.memory;

import org.jspecify.annotations.NullMarked;
