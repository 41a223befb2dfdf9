/** Other processes, maybe on other machines, that do a command's work. */
@NullMarked
package io.firenet.launcher.cluster;

import org.jspecify.annotations.NullMarked;
