/** The temporary folder: what it may hold, for how long, and memory for reading images. */
@NullMarked
package io.firenet.server.storage;

import org.jspecify.annotations.NullMarked;
