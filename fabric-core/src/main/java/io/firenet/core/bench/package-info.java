/** Measures training steps: time, memory, share of the machine's peak, beside another library. */
@NullMarked
package io.firenet.core.bench;

import org.jspecify.annotations.NullMarked;
