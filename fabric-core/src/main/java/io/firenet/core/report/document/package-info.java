/**
 * Documents of text, tables and figures that are written as one self-contained HTML page, as
 * Markdown, and their tables as CSV and JSON. Starts at {@link
 * io.firenet.core.report.document.Document}.
 */
@NullMarked
package io.firenet.core.report.document;

import org.jspecify.annotations.NullMarked;
