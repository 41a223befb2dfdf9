/** Bones of the hip in MR as a plugin. */
@NullMarked
package io.firenet.dataset.hip;

import org.jspecify.annotations.NullMarked;
