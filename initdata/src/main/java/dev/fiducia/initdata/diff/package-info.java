/// What changes from one initdata document to another: lines, keys of the settings inside, what the
/// agent policy leaves open, images, the values that hardware shows, and findings. Bounded by the
/// size of documents: where the lines differ too much for a shortest difference, the difference
/// that is told is a longer one, and still right.
@NullMarked
package dev.fiducia.initdata.diff;

import org.jspecify.annotations.NullMarked;
