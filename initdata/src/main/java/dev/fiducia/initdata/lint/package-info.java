/// Judges initdata documents before anyone relies on them: the format, the connection settings and
/// the image settings inside, by a catalogue of rules with stable ids. The rules follow what the
/// components that read a document really do. A report tells each finding's place in the document
/// as submitted; it never repeats a secret, and there is one for any bytes at all.
@NullMarked
package dev.fiducia.initdata.lint;

import org.jspecify.annotations.NullMarked;
