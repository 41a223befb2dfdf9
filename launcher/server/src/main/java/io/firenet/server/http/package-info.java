/**
 * What every route needs: who may ask, how faults are answered, files that arrive, events that go.
 */
@NullMarked
package io.firenet.server.http;

import org.jspecify.annotations.NullMarked;
