/// IBM Secure Execution: makes the attestation request that only IBM Z machines with a verified
/// host key can open, and verifies the measurement that such a machine makes for a guest. Formats
/// as IBM's s390-tools have them (attestation request of version 1). Refused are measurements of
/// other images than the configured one, of requests that the service didn't make, and by host keys
/// whose certificates don't hold now.
@NullMarked
package dev.fiducia.attestation.se;

import org.jspecify.annotations.NullMarked;
