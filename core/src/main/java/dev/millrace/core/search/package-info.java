/**
 * The search language: lexer, parser and the tree of a filter; what it means in SQL is a Store's.
 */
@NullMarked
package dev.millrace.core.search;

import org.jspecify.annotations.NullMarked;
