/** How well predicted label maps agree with reference label maps. */
@NullMarked
package io.firenet.core.evaluation;

import org.jspecify.annotations.NullMarked;
