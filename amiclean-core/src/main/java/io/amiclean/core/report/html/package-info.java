/**
 * Plans and results as one HTML page that needs nothing but a browser.
 *
 * <p>Stage 8, report. In: plans, and the results of those that were executed. Out: a page. Next:
 * nothing. {@link io.amiclean.core.report.html.HtmlReport} fills the template {@code page.html}
 * with what the other classes say of a plan; whatever comes from outside passes its escaping.
 */
@NullMarked
package io.amiclean.core.report.html;

import org.jspecify.annotations.NullMarked;
