package innsyn

import "time"

// Wait sets how long readers and the writer wait, before anybody has read.
func (l *Log) Wait(d time.Duration) { l.wait = d }
