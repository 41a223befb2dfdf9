/**
 * The layers on libtorch's operators, in float32 and bfloat16, on the processor or an NVIDIA GPU;
 * only the device differs. They are called one by one without autograd: order, memory and gradients
 * are the engine's, as with every library.
 */
@NullMarked
package io.firenet.core.engine.libtorch;

import org.jspecify.annotations.NullMarked;
