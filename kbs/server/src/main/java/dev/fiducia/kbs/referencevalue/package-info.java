/// The endpoints for reference values: Trustee's two, and a list of our own that also shows who
/// vouches for what and until when. For administrators alone. Whatever the provider of reference
/// values refuses is an `RvpsError` with its reason.
@NullMarked
package dev.fiducia.kbs.referencevalue;

import org.jspecify.annotations.NullMarked;
