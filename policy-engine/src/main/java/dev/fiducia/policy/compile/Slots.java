package dev.fiducia.policy.compile;

/// Gives out the places of one clause's frame, and notes what running it costs.
final class Slots {
    private int slots;
    private int cells;
    private boolean costly;
    private int links;

    Slots(int taken) {
        this.slots = taken;
    }

    int of(Variable variable) {
        if (variable.slot < 0) {
            variable.slot = slots++;
        }
        return variable.slot;
    }

    int fresh() {
        return slots++;
    }

    int cells(int count) {
        int first = cells;
        cells += count;
        return first;
    }

    /// Notes one iteration, within which the rest of the body runs.
    void link() {
        links++;
    }

    int linkCount() {
        return links;
    }

    /// Notes that the clause iterates or calls: its result is worth remembering.
    void costly() {
        costly = true;
    }

    boolean isCostly() {
        return costly;
    }

    int slotCount() {
        return slots;
    }

    int cellCount() {
        return cells;
    }
}
