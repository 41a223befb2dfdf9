/** What a network is worth on the cases that it does not train on. */
@NullMarked
package io.firenet.core.training.validation;

import org.jspecify.annotations.NullMarked;
