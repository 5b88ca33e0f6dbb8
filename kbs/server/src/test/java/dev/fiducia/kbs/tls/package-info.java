/// Tests of the server certificate: made, kept, renewed, refused.
@NullMarked
package dev.fiducia.kbs.tls;

import org.jspecify.annotations.NullMarked;
