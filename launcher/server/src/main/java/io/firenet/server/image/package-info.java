/** Images that callers have brought or that lie in the folder of studies. */
@NullMarked
package io.firenet.server.image;

import org.jspecify.annotations.NullMarked;
