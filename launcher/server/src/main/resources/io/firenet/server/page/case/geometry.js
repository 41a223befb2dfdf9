/** Indices of voxels as the file has them. */

/**
 * The indices of a voxel in the order of the file's axes.
 *
 * @param ras indices along right, anterior and superior, as NiiVue counts
 * @param volume the image
 */
export function nativeVoxel(ras, volume) {
  const native = [0, 0, 0];
  volume.permRAS.slice(0, 3).forEach((axis, i) => {
    const own = Math.abs(axis) - 1;
    native[own] = axis > 0 ? ras[i] : volume.hdr.dims[own + 1] - 1 - ras[i];
  });
  return native.map(Math.round);
}
