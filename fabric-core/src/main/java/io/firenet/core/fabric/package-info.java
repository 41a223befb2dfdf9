/** The fabric network: its settings, its encoder, its fabric representation module. */
@NullMarked
package io.firenet.core.fabric;

import org.jspecify.annotations.NullMarked;
