/** Commands that time training and inference. */
@NullMarked
package io.firenet.launcher.command.bench;

import org.jspecify.annotations.NullMarked;
