# A review of a pod: no privileged containers but those that are exempt.

package privileged

violation contains {"msg": msg, "details": {}} if {
	some container in containers
	not is_exempt(container)
	container.securityContext.privileged
	msg := sprintf("privileged container %v is not allowed: %v", [container.name, container.securityContext])
}

is_exempt(container) if {
	some image in object.get(input.parameters, "exemptImages", [])
	matches(image, container.image)
}

matches(exemption, image) if {
	not endswith(exemption, "*")
	exemption == image
}

matches(exemption, image) if {
	endswith(exemption, "*")
	startswith(image, trim_suffix(exemption, "*"))
}

containers contains container if some container in input.review.object.spec.containers

containers contains container if some container in input.review.object.spec.initContainers

containers contains container if some container in input.review.object.spec.ephemeralContainers
