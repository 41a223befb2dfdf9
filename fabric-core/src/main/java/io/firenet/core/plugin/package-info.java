/** Which datasets and decoder heads there are, and where each comes from. */
@NullMarked
package io.firenet.core.plugin;

import org.jspecify.annotations.NullMarked;
