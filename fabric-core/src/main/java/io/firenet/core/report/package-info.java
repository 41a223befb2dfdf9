/** Pictures of a training run and of its results, drawn without a display. */
@NullMarked
package io.firenet.core.report;

import org.jspecify.annotations.NullMarked;
