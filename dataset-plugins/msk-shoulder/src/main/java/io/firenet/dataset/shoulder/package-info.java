/** Bones of the shoulder in MR as a plugin. */
@NullMarked
package io.firenet.dataset.shoulder;

import org.jspecify.annotations.NullMarked;
