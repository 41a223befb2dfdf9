package io.firenet.core.engine.onednn.operation;

/** What of a node a kernel computes at a time. */
public enum Pass {
  FORWARD,
  INPUT_GRADIENTS,
  WEIGHT_GRADIENTS
}
