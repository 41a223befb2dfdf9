/** Charts for documents: small, drawn as SVG, legible in the dark, on paper and on a telephone. */
@NullMarked
package io.firenet.core.report.chart;

import org.jspecify.annotations.NullMarked;
