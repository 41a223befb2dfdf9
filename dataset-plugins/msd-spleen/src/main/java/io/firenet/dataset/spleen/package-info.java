/** Task09 of the Medical Segmentation Decathlon as a plugin. */
@NullMarked
package io.firenet.dataset.spleen;

import org.jspecify.annotations.NullMarked;
