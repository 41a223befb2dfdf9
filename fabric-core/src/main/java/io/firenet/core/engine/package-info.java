/** Trains networks: one set of trunk weights under the networks of several datasets. */
@NullMarked
package io.firenet.core.engine;

import org.jspecify.annotations.NullMarked;
