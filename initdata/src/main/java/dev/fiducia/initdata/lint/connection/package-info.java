/// Rules about how the guest reaches the service, `NET101` to `NET109`: addresses and certificates
/// in `aa.toml` and `cdh.toml`.
@NullMarked
package dev.fiducia.initdata.lint.connection;

import org.jspecify.annotations.NullMarked;
