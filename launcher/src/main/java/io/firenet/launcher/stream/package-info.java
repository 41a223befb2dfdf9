/** Standard output and error: what may be written to them, and whether it arrived. */
@NullMarked
package io.firenet.launcher.stream;

import org.jspecify.annotations.NullMarked;
