/** One class for an image as a whole, as a plugin. */
@NullMarked
package io.firenet.decoder.classification;

import org.jspecify.annotations.NullMarked;
