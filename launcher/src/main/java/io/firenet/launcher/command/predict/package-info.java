/** Commands that apply models or runs to images. */
@NullMarked
package io.firenet.launcher.command.predict;

import org.jspecify.annotations.NullMarked;
