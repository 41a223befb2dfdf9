/** What a kernel library is: one implementation of every layer kind; and what libraries share. */
@NullMarked
package io.firenet.core.engine.kernel;

import org.jspecify.annotations.NullMarked;
