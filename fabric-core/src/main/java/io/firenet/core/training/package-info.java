/**
 * The training loop and its run folder: configuration, sampling, checkpoints, resume, validation.
 * Starts at {@link io.firenet.core.training.Trainer}.
 */
@NullMarked
package io.firenet.core.training;

import org.jspecify.annotations.NullMarked;
