/** A job of Apache Spark that scores tables, as {@code millrace score} scores files. */
@NullMarked
package dev.millrace.spark;

import org.jspecify.annotations.NullMarked;
