# The attestation policy for Hygon DCUs that have none of their own.
#
# What no rule speaks for keeps the defaults, which together are "contraindicated".

package policy

import rego.v1

trust_claims := {
	"instance-identity": 0,
	"configuration": configuration,
	"executables": executables,
	"file-system": 0,
	"hardware": hardware,
	"runtime-opaque": 0,
	"storage-opaque": 0,
	"sourced-data": 0,
}

default executables := 33

default hardware := 97

default configuration := 36

listed(value, name) if {
	some known in query_reference_value(name)
	known == value
}

body := input.hygondcu.body

hardware := 2 if listed(body.chip_id, "dcu_chip_ids")

executables := 3 if listed(body.measure, "dcu_measure")

# A DCU tells nothing of how it is set up.
configuration := 0 if listed(body.chip_id, "dcu_chip_ids")
