/** The queue in front of a device. */
@NullMarked
package io.firenet.server.queue;

import org.jspecify.annotations.NullMarked;
