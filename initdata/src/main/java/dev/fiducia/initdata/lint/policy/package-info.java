/// The findings about a document's agent policy, `POL301` to `POL315`: what it leaves open to the
/// host, what agents or Trustee's attestation service would not read as it was meant, and which
/// images it lets run. All but the last few look at the syntax tree or at what the policy answers.
@NullMarked
package dev.fiducia.initdata.lint.policy;

import org.jspecify.annotations.NullMarked;
