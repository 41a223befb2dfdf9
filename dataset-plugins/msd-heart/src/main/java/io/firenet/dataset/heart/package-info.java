/** Task02 of the Medical Segmentation Decathlon as a plugin. */
@NullMarked
package io.firenet.dataset.heart;

import org.jspecify.annotations.NullMarked;
