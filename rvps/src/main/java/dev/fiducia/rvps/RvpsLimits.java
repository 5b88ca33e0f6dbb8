package dev.fiducia.rvps;

import dev.fiducia.ha.store.RecordLimits;

/// What a registration may hold.
final class RvpsLimits {

    /// Largest message, and so the largest value.
    static final int MESSAGE_BYTES = 1 << 20;

    /// Most names in one registration.
    static final int NAMES = 1000;

    /// Longest name, in characters.
    static final int NAME_LENGTH = 512;

    /// Largest stored record: all contributions to one name.
    static final int RECORD_BYTES = RecordLimits.VALUE_BYTES;

    private RvpsLimits() {}

    static void checkName(String name) throws RvpsException {
        if (name.length() > NAME_LENGTH || name.isBlank() || !RecordLimits.isKey(name)) {
            throw new RvpsException(
                    RvpsException.Code.LIMIT,
                    "a reference value's name has 1 to "
                            + NAME_LENGTH
                            + " characters, none of them a control character");
        }
    }
}
