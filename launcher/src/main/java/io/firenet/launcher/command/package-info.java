/** One class per command. */
@NullMarked
package io.firenet.launcher.command;

import org.jspecify.annotations.NullMarked;
