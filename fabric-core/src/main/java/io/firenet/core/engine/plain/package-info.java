/** The layers on ND4J's matrix products and Java, in float32, for any processor. */
@NullMarked
package io.firenet.core.engine.plain;

import org.jspecify.annotations.NullMarked;
