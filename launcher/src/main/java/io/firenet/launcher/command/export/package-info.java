/** Commands that make a model of a run and check it. */
@NullMarked
package io.firenet.launcher.command.export;

import org.jspecify.annotations.NullMarked;
