-- name: InsertMelding :exec
INSERT INTO utboks (id, kanal, mal, mottaker, sprak, data, opprettet_tid, neste_tid, dod_tid, feil)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);
