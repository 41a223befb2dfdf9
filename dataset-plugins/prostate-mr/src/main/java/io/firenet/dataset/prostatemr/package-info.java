/** Organs of the male pelvis in MR as a plugin. */
@NullMarked
package io.firenet.dataset.prostatemr;

import org.jspecify.annotations.NullMarked;
