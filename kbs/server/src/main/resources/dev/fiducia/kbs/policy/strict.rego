# Profile "strict": secrets go only to hardware whose every part was appraised as affirming, and whose
# initdata is a revision in force of a registered document.

package policy

import rego.v1

default allow := false

allow if {
	data.plugin == "resource"
	count(input.submods) > 0
	every submod in input.submods {
		submod["ear.status"] == "affirming"
		is_hardware(submod)
	}
	initdata_is_registered
	is_granted
}

# The sample attesters prove nothing, whatever reference values someone has set for them.
is_hardware(submod) if {
	tees := object.keys(submod["ear.veraison.annotated-evidence"])
	not "sample" in tees
	not "sampledevice" in tees
}

# What the registry says now, not what it said when the token was issued.
initdata_is_registered if {
	data.initdata.registered == true
	data.initdata.state in {"active", "superseded"}
}

# Grants of a resource are for their names alone; without any, nothing is restricted.
is_granted if data.grants.restricted == false

is_granted if data.initdata.name in data.grants.names
