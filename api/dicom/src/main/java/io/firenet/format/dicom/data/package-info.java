/** DICOM data sets: what is in a file, and how it is written. */
@NullMarked
package io.firenet.format.dicom.data;

import org.jspecify.annotations.NullMarked;
