/** Serves models, images and runs over HTTP, with a page for them. */
@NullMarked
package io.firenet.server;

import org.jspecify.annotations.NullMarked;
