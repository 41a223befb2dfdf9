/** What the doctor command looks at. */
@NullMarked
package io.firenet.launcher.doctor;

import org.jspecify.annotations.NullMarked;
