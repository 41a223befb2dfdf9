/** Segments, classifies and measures volumes with an exported model on ONNX Runtime. */
@NullMarked
package io.firenet.runtime;

import org.jspecify.annotations.NullMarked;
