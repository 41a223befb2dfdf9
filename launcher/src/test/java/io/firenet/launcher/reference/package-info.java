/** The pages of {@code docs/reference} that are made from the code. */
@NullMarked
package io.firenet.launcher.reference;

import org.jspecify.annotations.NullMarked;
