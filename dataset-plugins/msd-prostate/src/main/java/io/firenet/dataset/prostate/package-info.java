/** Task05 of the Medical Segmentation Decathlon as a plugin. */
@NullMarked
package io.firenet.dataset.prostate;

import org.jspecify.annotations.NullMarked;
