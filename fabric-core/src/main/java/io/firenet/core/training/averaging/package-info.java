/** One network trained by several workers, whose weights are averaged now and then. */
@NullMarked
package io.firenet.core.training.averaging;

import org.jspecify.annotations.NullMarked;
