/**
 * Experiments: many runs in one folder, on the same splits, that several processes may work on.
 * Starts at {@link io.firenet.core.experiment.ExperimentFolder}.
 */
@NullMarked
package io.firenet.core.experiment;

import org.jspecify.annotations.NullMarked;
