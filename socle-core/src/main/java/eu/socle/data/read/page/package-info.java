/// What one page, PDF or text file says: its main content, its title, dates, licence and language.
@NullMarked
package eu.socle.data.read.page;

import org.jspecify.annotations.NullMarked;
