/** Training runs and experiments, read from their folders while other processes write them. */
@NullMarked
package io.firenet.server.training;

import org.jspecify.annotations.NullMarked;
