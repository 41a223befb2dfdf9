/** NRRD files, plain or with a header of their own, and segmentations as 3D Slicer keeps them. */
@NullMarked
package io.firenet.format.nrrd;

import org.jspecify.annotations.NullMarked;
