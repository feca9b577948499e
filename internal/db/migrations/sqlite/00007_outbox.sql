-- Code generated from postgres/00007_outbox.sql by go generate ./internal/db. DO NOT EDIT.

-- +goose Up
-- The outbox (internal/outbox): the recipient's written language, and letters that are
-- given up. laas_til is set while somebody sends the row, and forsok is counted when the
-- sending begins: the pair (id, forsok) names one sending, whatever the clocks say.
ALTER TABLE utboks ADD COLUMN sprak TEXT NOT NULL DEFAULT 'nb';
ALTER TABLE utboks ADD COLUMN dod_tid TEXT;

DROP INDEX utboks_neste;
CREATE INDEX utboks_neste ON utboks (neste_tid, id) WHERE levert_tid IS NULL AND dod_tid IS NULL AND laas_til IS NULL;
CREATE INDEX utboks_laas ON utboks (id) WHERE laas_til IS NOT NULL;
CREATE INDEX utboks_levert ON utboks (levert_tid) WHERE levert_tid IS NOT NULL;
CREATE INDEX utboks_dod ON utboks (dod_tid) WHERE dod_tid IS NOT NULL;

-- +goose Down
DROP INDEX utboks_dod;
DROP INDEX utboks_levert;
DROP INDEX utboks_laas;
DROP INDEX utboks_neste;
CREATE INDEX utboks_neste ON utboks (neste_tid) WHERE levert_tid IS NULL;
ALTER TABLE utboks DROP COLUMN dod_tid;
ALTER TABLE utboks DROP COLUMN sprak;
