/// Web archives: records, their HTTP responses, and the site files among them.
@NullMarked
package eu.socle.data.read.warc;

import org.jspecify.annotations.NullMarked;
