/** A browser for tests of pages, of this module and of others (classifier {@code testkit}). */
@NullMarked
package io.firenet.core.browser;

import org.jspecify.annotations.NullMarked;
