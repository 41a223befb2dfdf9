package io.firenet.network;

/** Who owns the weights of a node. */
public enum Part {
  /** One dataset: the convolution that takes its channels. */
  STEM,
  /** All datasets together: encoder and fabric. */
  TRUNK,
  /** One dataset: its head. */
  DECODER
}
