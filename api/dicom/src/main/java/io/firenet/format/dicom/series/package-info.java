/** From files to a series of slices on one grid. */
@NullMarked
package io.firenet.format.dicom.series;

import org.jspecify.annotations.NullMarked;
