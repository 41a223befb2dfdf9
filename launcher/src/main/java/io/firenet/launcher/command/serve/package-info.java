/** The command that serves models, images and runs. */
@NullMarked
package io.firenet.launcher.command.serve;

import org.jspecify.annotations.NullMarked;
