/** Commands that train a run, or show what it would train on. */
@NullMarked
package io.firenet.launcher.command.train;

import org.jspecify.annotations.NullMarked;
