/// Tests of the guest's side, against a scripted service on a real socket and the protocol's
/// vectors. That guest and service understand each other is tested where the service is.
@NullMarked
package dev.fiducia.guest;

import org.jspecify.annotations.NullMarked;
