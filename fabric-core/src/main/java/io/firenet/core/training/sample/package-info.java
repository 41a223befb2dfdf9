/** From a case to a training step's arrays: reading, preparing, caching, drawing, augmenting. */
@NullMarked
package io.firenet.core.training.sample;

import org.jspecify.annotations.NullMarked;
