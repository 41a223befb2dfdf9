/** Layers whose output has another size than their input. */
@NullMarked
package io.firenet.core.engine.onednn.resampling;

import org.jspecify.annotations.NullMarked;
