/** NIfTI-1, NIfTI-2 and Analyze 7.5 files. */
@NullMarked
package io.firenet.format.nifti;

import org.jspecify.annotations.NullMarked;
