/** Pictures of images: slices with labels laid over them, sheets of cases. */
@NullMarked
package io.firenet.core.picture;

import org.jspecify.annotations.NullMarked;
