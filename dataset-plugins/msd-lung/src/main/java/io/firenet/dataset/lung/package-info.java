/** Task06 of the Medical Segmentation Decathlon as a plugin. */
@NullMarked
package io.firenet.dataset.lung;

import org.jspecify.annotations.NullMarked;
