/**
 * The network description: layers, the builder, shape inference. Written once, trained and exported
 * from here.
 */
@NullMarked
package io.firenet.network;

import org.jspecify.annotations.NullMarked;
