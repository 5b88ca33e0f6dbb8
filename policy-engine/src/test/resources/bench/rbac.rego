# Who may do what, by roles: the smallest useful policy.

package rbac

default allow := false

allow if {
	some role in data.users[input.user].roles
	some grant in data.roles[role].grants
	grant.action == input.action
	grant.resource == input.resource
}

allow if "admin" in data.users[input.user].roles
