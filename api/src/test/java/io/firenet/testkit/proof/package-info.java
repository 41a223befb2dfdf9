/** Proof that the contract tests pass good plugins and fail faulty ones; not published. */
@NullMarked
package io.firenet.testkit.proof;

import org.jspecify.annotations.NullMarked;
