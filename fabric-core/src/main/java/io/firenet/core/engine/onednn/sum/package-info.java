/** Sums, trainable ones included, and concatenations. */
@NullMarked
package io.firenet.core.engine.onednn.sum;

import org.jspecify.annotations.NullMarked;
