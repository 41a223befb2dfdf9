package io.firenet.core.engine.memory;

import io.firenet.volume.GridSize;

/**
 * An activation or a gradient of one image. It says its type and shape; where its values lie, and
 * in what order, is the matter of the kernel library that it belongs to.
 */
public interface Tensor {

  ElementType type();

  int channels();

  GridSize size();

  /** The number of values. */
  default long length() {
    return channels() * size().voxels();
  }
}
