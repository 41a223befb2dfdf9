/** Convolutions of 3×3×3 taps with fewer products, by Toom's and Cook's matrices. */
@NullMarked
package io.firenet.core.engine.onednn.winograd;

import org.jspecify.annotations.NullMarked;
