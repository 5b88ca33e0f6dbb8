/// Tests of the configuration: what is refused first, then what Trustee's files mean here.
@NullMarked
package dev.fiducia.kbs.config;

import org.jspecify.annotations.NullMarked;
