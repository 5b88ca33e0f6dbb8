package dev.fiducia.policy.eval;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.PrintSink;

import java.util.ArrayList;
import java.util.List;

/// What `print` wrote in one evaluation. A call whose result is remembered writes again what it
/// wrote the first time, so that the prints do not show what is remembered.
final class Prints {
    private record Line(Position at, String message) {}

    private final PrintSink sink;
    private final List<Line> lines = new ArrayList<>();

    Prints(PrintSink sink) {
        this.sink = sink;
    }

    void print(Run run, Position at, String message) throws Halt {
        run.grow(message.length());
        lines.add(new Line(at, message));
        sink.print(at, message);
    }

    /// How many lines there are so far.
    int count() {
        return lines.size();
    }

    void repeat(Run run, int from, int to) throws Halt {
        for (int i = from; i < to; i++) {
            Line line = lines.get(i);
            print(run, line.at(), line.message());
        }
    }
}
