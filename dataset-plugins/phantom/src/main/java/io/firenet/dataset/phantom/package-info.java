/**
 * Generated images with known labels as a plugin, for trying out and testing without any download.
 */
@NullMarked
package io.firenet.dataset.phantom;

import org.jspecify.annotations.NullMarked;
