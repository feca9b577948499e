-- name: GetSak :one
SELECT * FROM sak WHERE id = $1;

-- name: SetStatus :exec
UPDATE sak SET status = $2, avsluttet_arsak = $3, endret_tid = $4, versjon = versjon + 1 WHERE id = $1;

-- name: InsertHendelse :exec
INSERT INTO sak_hendelse (sak, handling, fra_status, til_status, av, tid, data)
VALUES ($1, $2, $3, $4, $5, $6, $7);
