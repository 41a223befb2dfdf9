/** Commands of many runs in one folder, and of what is chosen among them. */
@NullMarked
package io.firenet.launcher.command.experiment;

import org.jspecify.annotations.NullMarked;
