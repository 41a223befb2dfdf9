/** Instance norms, and the activations behind them. */
@NullMarked
package io.firenet.core.engine.onednn.norm;

import org.jspecify.annotations.NullMarked;
