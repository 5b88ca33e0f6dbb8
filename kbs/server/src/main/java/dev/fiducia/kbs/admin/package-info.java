/// Who may administer: bearer tokens of the configured identity providers, and the paths that each
/// role may call; or everyone; or nobody; or, by default, the holder of a key pair made on first
/// start. Refused are tokens whose algorithm does not belong to the key, tokens that bring their
/// own key, attestation tokens, and expressions that are not anchored at both ends.
@NullMarked
package dev.fiducia.kbs.admin;

import org.jspecify.annotations.NullMarked;
