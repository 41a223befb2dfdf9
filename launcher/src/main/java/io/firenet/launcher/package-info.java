/** The command line: where it starts, its options, its errors and exit codes. */
@NullMarked
package io.firenet.launcher;

import org.jspecify.annotations.NullMarked;
