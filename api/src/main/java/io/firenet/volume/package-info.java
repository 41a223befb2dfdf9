/** Volumes, label maps and their place in the patient. */
@NullMarked
package io.firenet.volume;

import org.jspecify.annotations.NullMarked;
