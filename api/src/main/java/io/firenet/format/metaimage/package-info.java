/** MetaImage files, ITK's own. */
@NullMarked
package io.firenet.format.metaimage;

import org.jspecify.annotations.NullMarked;
