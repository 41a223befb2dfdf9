/** Off-heap memory that steps reuse: tensors, the arena they come from, weights. */
@NullMarked
package io.firenet.core.dl4j.memory;

import org.jspecify.annotations.NullMarked;
