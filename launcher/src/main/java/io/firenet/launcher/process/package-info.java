/** How the process ends: its exit codes, its errors, and what interrupts it. */
@NullMarked
package io.firenet.launcher.process;

import org.jspecify.annotations.NullMarked;
