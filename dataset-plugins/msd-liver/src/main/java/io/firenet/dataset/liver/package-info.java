/** Task03 of the Medical Segmentation Decathlon as a plugin. */
@NullMarked
package io.firenet.dataset.liver;

import org.jspecify.annotations.NullMarked;
