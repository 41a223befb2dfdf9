/** Losses of voxels and of whole images, with their gradients. */
@NullMarked
package io.firenet.core.engine.loss;

import org.jspecify.annotations.NullMarked;
