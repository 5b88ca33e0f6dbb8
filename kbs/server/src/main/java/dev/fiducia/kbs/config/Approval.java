package dev.fiducia.kbs.config;

/// How many administrators it takes to stand for something.
public enum Approval {
    /// One.
    NONE,
    /// Two: whoever activates or approves is another person than whoever registered or proposed.
    SECOND_PERSON
}
