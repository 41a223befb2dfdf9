/** The figures of the documentation, drawn from the code that they show. */
@NullMarked
package io.firenet.launcher.figure;

import org.jspecify.annotations.NullMarked;
