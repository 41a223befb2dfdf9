/**
 * Forward and backward of each layer kind, on oneDNN through JavaCPP where it has the operation.
 * Tensors are channels-last, {@code [1,D,H,W,C]}: on AVX-512 that is oneDNN's fastest layout for 3D
 * convolution, and no reorder is needed between layers.
 */
@NullMarked
package io.firenet.core.dl4j.kernel;

import org.jspecify.annotations.NullMarked;
