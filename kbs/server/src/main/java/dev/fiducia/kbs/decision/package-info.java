/// Decisions towards guests, put on record before they have any consequence: attestations, releases
/// and denials. What can't be recorded isn't released. A denial costs its asker nothing, so those
/// that come in floods are counted instead of kept one by one: they can neither fill the disk nor
/// crowd out the record of a release.
@NullMarked
package dev.fiducia.kbs.decision;

import org.jspecify.annotations.NullMarked;
