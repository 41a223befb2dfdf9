/**
 * Contract tests for plugins: a plugin's author extends one class and names the provider. Published
 * as the API's artefact with the classifier {@code testkit}; needs JUnit Jupiter, tried with 5.10
 * and 5.11, a JSON-P parser and an OSGi framework such as Felix.
 */
@NullMarked
package io.firenet.testkit;

import org.jspecify.annotations.NullMarked;
