/**
 * The life of a training step: which activations are kept, when they are given back, what memory
 * that takes and where its time goes.
 */
@NullMarked
package io.firenet.core.engine.step;

import org.jspecify.annotations.NullMarked;
