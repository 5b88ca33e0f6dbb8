package dev.fiducia.policy.builtin;

/// A range of code points, both ends part of it.
record CodePoints(int low, int high) {
    static final CodePoints ALL = new CodePoints(0, Character.MAX_CODE_POINT);

    static CodePoints one(int point) {
        return new CodePoints(point, point);
    }

    boolean contains(int point) {
        return low <= point && point <= high;
    }

    boolean meets(CodePoints other) {
        return low <= other.high && other.low <= high;
    }
}
