/** Bones of the knee in MR of the Osteoarthritis Initiative as a plugin. */
@NullMarked
package io.firenet.dataset.oaiknee;

import org.jspecify.annotations.NullMarked;
