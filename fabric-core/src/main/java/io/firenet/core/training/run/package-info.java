/** What a run folder holds: settings, splits, progress, checkpoints, results. */
@NullMarked
package io.firenet.core.training.run;

import org.jspecify.annotations.NullMarked;
