/// What has to be known besides evidence to judge it: certificates of chips, lists of revoked ones,
/// TCB information.
///
/// [CollateralService] has it by id, whoever the vendor is; sources bring it, authorities tell what
/// is genuine. Nothing is believed for where it comes from. The network is asked at configured
/// hosts only, without redirects, bounded in time, size and number, and never for what is at hand.
@NullMarked
package dev.fiducia.attestation.collateral;

import org.jspecify.annotations.NullMarked;
