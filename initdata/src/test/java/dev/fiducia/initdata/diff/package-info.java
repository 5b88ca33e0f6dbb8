/// Tests of the difference of documents.
@NullMarked
package dev.fiducia.initdata.diff;

import org.jspecify.annotations.NullMarked;
