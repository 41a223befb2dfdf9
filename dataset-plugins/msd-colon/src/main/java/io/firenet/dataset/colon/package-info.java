/** Task10 of the Medical Segmentation Decathlon as a plugin. */
@NullMarked
package io.firenet.dataset.colon;

import org.jspecify.annotations.NullMarked;
