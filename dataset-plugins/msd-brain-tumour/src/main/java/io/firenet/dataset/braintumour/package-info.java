/** Task01 of the Medical Segmentation Decathlon as a plugin. */
@NullMarked
package io.firenet.dataset.braintumour;

import org.jspecify.annotations.NullMarked;
