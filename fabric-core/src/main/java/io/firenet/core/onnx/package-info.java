/** Writes a trained network as an ONNX file and proves that the file computes the same. */
@NullMarked
package io.firenet.core.onnx;

import org.jspecify.annotations.NullMarked;
