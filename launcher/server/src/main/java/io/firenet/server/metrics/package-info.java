/** What is counted of a server, for Prometheus. */
@NullMarked
package io.firenet.server.metrics;

import org.jspecify.annotations.NullMarked;
