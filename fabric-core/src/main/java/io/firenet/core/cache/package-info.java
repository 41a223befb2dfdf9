/** Preprocessed volumes kept on disk, so that they are read and resampled once. */
@NullMarked
package io.firenet.core.cache;

import org.jspecify.annotations.NullMarked;
