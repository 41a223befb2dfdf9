/** Bones of the knee in MR as a plugin. */
@NullMarked
package io.firenet.dataset.knee;

import org.jspecify.annotations.NullMarked;
