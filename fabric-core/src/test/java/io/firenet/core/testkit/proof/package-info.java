/** Shows that the export check fails where it must. */
@NullMarked
package io.firenet.core.testkit.proof;

import org.jspecify.annotations.NullMarked;
