/** Task07 of the Medical Segmentation Decathlon as a plugin. */
@NullMarked
package io.firenet.dataset.pancreas;

import org.jspecify.annotations.NullMarked;
