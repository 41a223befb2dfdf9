/** Models applied to images on behalf of a caller. */
@NullMarked
package io.firenet.server.job;

import org.jspecify.annotations.NullMarked;
