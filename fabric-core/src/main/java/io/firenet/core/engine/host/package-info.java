/**
 * What kernel libraries share whose tensors lie in the process's own memory, channels-last, {@code
 * [1,D,H,W,C]}: the arena of a step, weights, losses, the optimiser. On AVX-512 that is oneDNN's
 * fastest layout for 3D convolution, and no reorder is needed between layers.
 */
@NullMarked
package io.firenet.core.engine.host;

import org.jspecify.annotations.NullMarked;
