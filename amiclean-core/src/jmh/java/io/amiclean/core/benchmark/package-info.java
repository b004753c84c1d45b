/** How fast planning is, and reading and writing plans: JMH benchmarks, no part of the test run. */
package io.amiclean.core.benchmark;
