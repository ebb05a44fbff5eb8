/** Models of Tribuo in its protobuf format. */
@NullMarked
package dev.millrace.serving.runtime.tribuo;

import org.jspecify.annotations.NullMarked;
