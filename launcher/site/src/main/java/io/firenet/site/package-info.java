/** Makes a static site of README, the pages of {@code launcher/docs} and the Javadoc. */
@NullMarked
package io.firenet.site;

import org.jspecify.annotations.NullMarked;
