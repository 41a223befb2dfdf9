/** The extension point for networks: what a network is asked for, and how it is built. */
@NullMarked
package io.firenet.architecture;

import org.jspecify.annotations.NullMarked;
