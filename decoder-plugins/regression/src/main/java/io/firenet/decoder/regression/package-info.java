/** Values for an image as a whole, as a plugin. */
@NullMarked
package io.firenet.decoder.regression;

import org.jspecify.annotations.NullMarked;
