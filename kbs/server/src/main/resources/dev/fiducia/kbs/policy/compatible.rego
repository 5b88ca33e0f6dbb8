# Profile "compatible": what Trustee does by default. Secrets go to everyone but the sample attester; how the
# evidence was appraised is not looked at. For migrations, not for secrets that matter.

package policy

import rego.v1

default allow := false

allow if {
	data.plugin == "resource"
	not is_sample
}

is_sample if "sample" in object.keys(input.submods.cpu0["ear.veraison.annotated-evidence"])
