/** The layers on oneDNN, in float32 and bfloat16. */
@NullMarked
package io.firenet.core.engine.onednn;

import org.jspecify.annotations.NullMarked;
