/** Which datasets and decoder heads there are, where each comes from, and which jars may run. */
@NullMarked
package io.firenet.core.plugin;

import org.jspecify.annotations.NullMarked;
