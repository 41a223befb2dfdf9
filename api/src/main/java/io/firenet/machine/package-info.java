/**
 * The machine and the process that programs run in: what memory there is, and calls into native
 * libraries, which the end of the process must not overtake.
 */
@NullMarked
package io.firenet.machine;

import org.jspecify.annotations.NullMarked;
