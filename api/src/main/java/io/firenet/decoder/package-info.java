/** The extension point for decoder heads. */
@NullMarked
package io.firenet.decoder;

import org.jspecify.annotations.NullMarked;
