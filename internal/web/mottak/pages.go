// Package mottak holds the pages of a reception centre: the lists of tasks and
// residents, and what is known about the centre itself.
package mottak

// Pages answers the routes under /mottak.
type Pages struct{}
