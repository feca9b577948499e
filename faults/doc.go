// Package faults breaks things under the whole program and counts what was lost. The
// program is a process of its own that is killed, PostgreSQL is killed, the network
// between them is a proxy that drops, delays and cuts, also between a commit and its
// answer. Typists speak the autosave protocol as the browser's script does, write down
// what was acknowledged to them, and at the end the database is compared with the notes.
//
// `go test ./faults` runs a short form of every fault. `make faults` runs the full
// counts and writes RESULTS.md. A run that injected no fault fails. Every run prints its
// seed; BOSETT_TEST_SEED repeats it.
package faults
