package dev.fiducia.policy.compile;

/// Gives out the places of one clause's frame.
final class Slots {
    private int slots;
    private int cells;

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

    int slotCount() {
        return slots;
    }

    int cellCount() {
        return cells;
    }
}
