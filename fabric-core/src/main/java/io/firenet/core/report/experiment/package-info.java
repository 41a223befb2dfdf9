/**
 * The report of an experiment: its tables, figures and tests. Starts at {@link
 * io.firenet.core.report.experiment.ExperimentReport}.
 */
@NullMarked
package io.firenet.core.report.experiment;

import org.jspecify.annotations.NullMarked;
