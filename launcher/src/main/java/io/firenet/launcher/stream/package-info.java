/**
 * Standard output and error: what may be written to them, whether it arrived, and the forms in
 * which it is written.
 */
@NullMarked
package io.firenet.launcher.stream;

import org.jspecify.annotations.NullMarked;
