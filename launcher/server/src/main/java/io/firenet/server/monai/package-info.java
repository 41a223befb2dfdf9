/** The interface of MONAI Label, which 3D Slicer and other viewers speak. */
@NullMarked
package io.firenet.server.monai;

import org.jspecify.annotations.NullMarked;
