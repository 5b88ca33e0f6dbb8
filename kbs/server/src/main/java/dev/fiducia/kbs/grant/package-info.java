/// Grants: which registered initdata may have which resources. A path that a grant covers, even a
/// revoked one, is for the names with a live grant alone, so that no revocation ever opens a
/// resource. Refused are patterns that could be read in two ways, and grants of names that nobody
/// registered.
@NullMarked
package dev.fiducia.kbs.grant;

import org.jspecify.annotations.NullMarked;
