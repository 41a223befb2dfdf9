/** What is done with a dataset before training: checking its files and splitting its cases. */
@NullMarked
package io.firenet.core.data;

import org.jspecify.annotations.NullMarked;
