/**
 * Plans and results as one HTML page that needs nothing but a browser: an example of a report that
 * a program makes of the library's values.
 *
 * <p>Stage 8, report. In: plans, and the results of those that were executed. Out: a page. Next:
 * nothing. {@link io.amiclean.examples.report.HtmlReport} fills the template {@code page.html} with
 * what the other classes say of a plan; whatever comes from outside passes its escaping.
 */
@NullMarked
package io.amiclean.examples.report;

import org.jspecify.annotations.NullMarked;
