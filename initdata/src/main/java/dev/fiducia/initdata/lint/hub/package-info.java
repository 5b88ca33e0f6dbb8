/// Rules about how guests pull and check images and hand out secrets, `CDH201` to `CDH210`, and
/// about how the configuration files are written, `CFG211` to `CFG214`.
@NullMarked
package dev.fiducia.initdata.lint.hub;

import org.jspecify.annotations.NullMarked;
