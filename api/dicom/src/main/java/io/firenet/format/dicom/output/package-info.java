/** Segmentations and structure sets that refer to a series. */
@NullMarked
package io.firenet.format.dicom.output;

import org.jspecify.annotations.NullMarked;
