package dev.fiducia.kbs.admin;

import java.util.Optional;

/// Who administers, as far as a token says so. For the log and for records of who changed what.
public record AdminIdentity(String role, Optional<String> issuer, Optional<String> subject) {

    static final AdminIdentity ANYONE =
            new AdminIdentity("anyone", Optional.empty(), Optional.empty());

    /// The subject; of a token without one its issuer, or else the role.
    public String name() {
        return subject.or(this::issuer).orElse(role);
    }
}
