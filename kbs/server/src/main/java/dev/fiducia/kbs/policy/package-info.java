/// Decides whether a secret may be released: one Rego policy over the claims of a verified
/// attestation token. Source: Trustee's resource policies (`data.policy.allow`, request in `data`),
/// which run here unchanged. Only the boolean true releases anything; undefined, other values,
/// errors and limits are denials with a reason.
@NullMarked
package dev.fiducia.kbs.policy;

import org.jspecify.annotations.NullMarked;
