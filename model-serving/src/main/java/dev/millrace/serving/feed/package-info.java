/** What serving replicas without a database learn from the platform, and what they tell it. */
@NullMarked
package dev.millrace.serving.feed;

import org.jspecify.annotations.NullMarked;
