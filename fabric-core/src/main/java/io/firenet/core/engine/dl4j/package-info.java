/**
 * A network description as a graph of Deeplearning4j, one vertex a node. No other room sees its
 * graphs.
 */
@NullMarked
package io.firenet.core.engine.dl4j;

import org.jspecify.annotations.NullMarked;
