/// Explains values that evidence, reference values or people show: which registered document a PCR
/// 8, HOSTDATA, MRCONFIGID, digest or annotation comes from, and, when it is none of them as it
/// should be, which known mistake makes it out of one. Every explanation was proven by computing
/// the value; nothing is guessed from likeness. An explanation with a deviation is help for people,
/// never a match.
@NullMarked
package dev.fiducia.initdata.lookup;

import org.jspecify.annotations.NullMarked;
