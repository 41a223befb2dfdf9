/** Commands that tell what there is, and change nothing. */
@NullMarked
package io.firenet.launcher.command.inspect;

import org.jspecify.annotations.NullMarked;
