/** The command that shows the whole way on built-in data. */
@NullMarked
package io.firenet.launcher.command.demo;

import org.jspecify.annotations.NullMarked;
