/** DICOM as an image format. */
@NullMarked
package io.firenet.format.dicom;

import org.jspecify.annotations.NullMarked;
