/** Volumes, label maps, their place in the patient, and the NIfTI codec. */
@NullMarked
package io.firenet.volume;

import org.jspecify.annotations.NullMarked;
