/** The extension point for datasets: what one says of itself, its cases, and what they teach. */
@NullMarked
package io.firenet.dataset;

import org.jspecify.annotations.NullMarked;
