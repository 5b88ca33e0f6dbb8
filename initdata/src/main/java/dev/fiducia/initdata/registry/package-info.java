/// The rules of a registry of initdata documents, without any store: names with numbered revisions,
/// the states of a revision and how they change, which revisions are in force at a moment, and what
/// a value that evidence shows stands for. A revision that is not in force, and a value that more
/// than one revision could have given, stand for nothing. From `spec/initdata.md` (h).
@NullMarked
package dev.fiducia.initdata.registry;

import org.jspecify.annotations.NullMarked;
