/// Reference values: what verified evidence is compared with. A value has a name, a source and an
/// expiry that is enforced; several sources may contribute to one name and none overwrites another.
/// Registration messages are Trustee's; those of unknown version or type, and anything that is not
/// strict JSON, are refused.
@NullMarked
package dev.fiducia.rvps;

import org.jspecify.annotations.NullMarked;
