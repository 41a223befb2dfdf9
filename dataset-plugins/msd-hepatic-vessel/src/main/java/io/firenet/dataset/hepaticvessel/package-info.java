/** Task08 of the Medical Segmentation Decathlon as a plugin. */
@NullMarked
package io.firenet.dataset.hepaticvessel;

import org.jspecify.annotations.NullMarked;
