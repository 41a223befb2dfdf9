/** Stored values of frames, whatever compresses them. */
@NullMarked
package io.firenet.format.dicom.pixel;

import org.jspecify.annotations.NullMarked;
