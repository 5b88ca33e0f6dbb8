/// Which genuine platforms an operator trusts: firmware levels, products, chips, settings.
///
/// The vendors' signatures say that a platform is genuine, not that it is good enough. What is
/// found here becomes a claim, `platform_trust`, that policies ask for; it refuses nothing by
/// itself.
@NullMarked
package dev.fiducia.attestation.platform;

import org.jspecify.annotations.NullMarked;
