/** The paper's decoder as a plugin. */
@NullMarked
package io.firenet.decoder.segmentation;

import org.jspecify.annotations.NullMarked;
