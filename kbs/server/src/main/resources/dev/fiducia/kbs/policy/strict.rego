# Profile "strict": secrets go only to hardware whose every part was appraised as affirming, and whose
# initdata is the active revision of a registered document.

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
}

# The sample attesters prove nothing, whatever reference values someone has set for them.
is_hardware(submod) if {
	tees := object.keys(submod["ear.veraison.annotated-evidence"])
	not "sample" in tees
	not "sampledevice" in tees
}

initdata_is_registered if {
	initdata := input.submods.cpu0["ear.veraison.annotated-evidence"].initdata
	initdata.registered == true
	initdata.state == "active"
}
