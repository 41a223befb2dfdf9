/** Task04 of the Medical Segmentation Decathlon as a plugin. */
@NullMarked
package io.firenet.dataset.hippocampus;

import org.jspecify.annotations.NullMarked;
