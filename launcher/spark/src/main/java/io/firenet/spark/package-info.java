/** Clusters of Apache Spark as workers of FIRENet's commands. */
@NullMarked
package io.firenet.spark;

import org.jspecify.annotations.NullMarked;
