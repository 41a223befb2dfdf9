/** For authors of formats: reading and writing the plain voxels that a header describes. */
@NullMarked
package io.firenet.format.voxel;

import org.jspecify.annotations.NullMarked;
