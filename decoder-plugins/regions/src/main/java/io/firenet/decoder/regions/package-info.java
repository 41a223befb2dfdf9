/** A head for overlapping regions as a plugin. */
@NullMarked
package io.firenet.decoder.regions;

import org.jspecify.annotations.NullMarked;
