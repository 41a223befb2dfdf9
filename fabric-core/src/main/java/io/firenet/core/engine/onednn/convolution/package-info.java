/**
 * Convolutions of all kinds: each is oneDNN's own, a product for each tap, or one with fewer
 * products.
 */
@NullMarked
package io.firenet.core.engine.onednn.convolution;

import org.jspecify.annotations.NullMarked;
