/**
 * The part of the contract tests of decoders that needs an engine. Published as this module's
 * artefact with the classifier {@code testkit}.
 */
@NullMarked
package io.firenet.core.testkit;

import org.jspecify.annotations.NullMarked;
