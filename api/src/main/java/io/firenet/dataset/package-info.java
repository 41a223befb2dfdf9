/** The extension point for datasets, and the Decathlon folder layout. */
@NullMarked
package io.firenet.dataset;

import org.jspecify.annotations.NullMarked;
