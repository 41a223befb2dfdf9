package io.firenet.core.engine.onednn;

/** What of a node a kernel computes at a time. */
enum Pass {
  FORWARD,
  INPUT_GRADIENTS,
  WEIGHT_GRADIENTS
}
