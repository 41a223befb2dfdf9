/** The course of a training run as a picture. */
@NullMarked
package io.firenet.core.report.training;

import org.jspecify.annotations.NullMarked;
