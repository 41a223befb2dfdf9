/** The network description computed by its definition, for tests to compare with. */
@NullMarked
package io.firenet.core.network;

import org.jspecify.annotations.NullMarked;
