/**
 * From an image as it was acquired to what the network sees, and back; the same code in training
 * and in inference.
 */
@NullMarked
package io.firenet.preprocess;

import org.jspecify.annotations.NullMarked;
