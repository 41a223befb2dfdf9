package io.firenet.core.onnx;

import io.firenet.preprocess.LogitsFunction;

/**
 * What an exported file is compared with.
 *
 * @param trained the network as the engine that trained it computes it
 * @param exact the same with as little rounding as float32 allows, which may be slower; asked only
 *     where the file differs from the first
 */
public record ExportReference(LogitsFunction trained, LogitsFunction exact) {}
