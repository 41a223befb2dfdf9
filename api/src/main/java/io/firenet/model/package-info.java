/** What travels with an exported model: preprocessing, labels, provenance. */
@NullMarked
package io.firenet.model;

import org.jspecify.annotations.NullMarked;
