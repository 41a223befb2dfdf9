/** What a dataset is like, as a picture. */
@NullMarked
package io.firenet.core.report.dataset;

import org.jspecify.annotations.NullMarked;
