/**
 * Every layer kind without oneDNN, in float32: matrix products by ND4J, the rest in Java. For
 * processors that oneDNN's library is not built for, and to check one implementation by another.
 */
@NullMarked
package io.firenet.core.dl4j.plain;

import org.jspecify.annotations.NullMarked;
