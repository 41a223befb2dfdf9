/** Commands that install, list and remove plugins, or begin one. */
@NullMarked
package io.firenet.launcher.command.plugins;

import org.jspecify.annotations.NullMarked;
