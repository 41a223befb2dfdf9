/** The models that are served: what they are, and when they are in memory. */
@NullMarked
package io.firenet.server.model;

import org.jspecify.annotations.NullMarked;
