/**
 * The extension point for image formats, and the one way to files of all of them.
 *
 * <p>{@link io.firenet.format.ImageFormats} opens, lists and writes images; it asks the {@link
 * io.firenet.format.ImageFormatProvider}s at hand, so that a new format is a new provider and
 * nothing else. A format that can be written also has an {@link io.firenet.format.ImageWriter}.
 * What formats with plain voxels share is in {@code io.firenet.format.voxel}.
 */
@NullMarked
package io.firenet.format;

import org.jspecify.annotations.NullMarked;
