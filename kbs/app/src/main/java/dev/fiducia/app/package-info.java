/// The one command, `fiducia`: the service, its administration, the guest and the quickstart.
///
/// Each command is a small class that reads its arguments, calls a library of the other modules and
/// prints the answer. Exit codes are those of [ExitCode].
@NullMarked
package dev.fiducia.app;

import org.jspecify.annotations.NullMarked;
