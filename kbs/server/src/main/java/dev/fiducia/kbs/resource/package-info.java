/// The second half of the protocol: secrets by path, released to those who attested.
///
/// A path is checked against its grammar before any authorisation or policy sees it; a guest's
/// token is verified on every request, policy judges its claims, and the secret leaves only
/// encrypted to the TEE key that the token names. Refused: everything that isn't a well-formed
/// path, a verified token and a policy that says `true`.
@NullMarked
package dev.fiducia.kbs.resource;

import org.jspecify.annotations.NullMarked;
