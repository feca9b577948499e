-- A row is waiting, being sent (laas_til is set), delivered or dead, never two of these.
-- neste_tid of a row that nobody has tried is the epoch: due, whatever the clocks say.

-- name: InsertMelding :exec
INSERT INTO utboks (id, kanal, mal, mottaker, sprak, data, opprettet_tid, neste_tid, dod_tid, feil)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: ListDue :many
SELECT id, forsok FROM utboks
WHERE neste_tid <= $1 AND levert_tid IS NULL AND dod_tid IS NULL AND laas_til IS NULL
ORDER BY neste_tid, id LIMIT $2;

-- name: Lease :one
UPDATE utboks SET laas_til = $3, forsok = forsok + 1
WHERE id = $1 AND forsok = $2 AND levert_tid IS NULL AND dod_tid IS NULL AND laas_til IS NULL
RETURNING *;

-- name: ListLeased :many
SELECT id, forsok, laas_til FROM utboks WHERE laas_til IS NOT NULL;

-- What is delivered is delivered, whoever holds the row by now.
-- name: SetDelivered :exec
UPDATE utboks SET levert_tid = $2, dod_tid = NULL, laas_til = NULL, feil = '' WHERE id = $1 AND levert_tid IS NULL;

-- name: SetRetry :execrows
UPDATE utboks SET laas_til = NULL, neste_tid = $3, feil = $4
WHERE id = $1 AND forsok = $2 AND laas_til IS NOT NULL AND levert_tid IS NULL;

-- name: SetDead :execrows
UPDATE utboks SET laas_til = NULL, dod_tid = $3, feil = $4
WHERE id = $1 AND forsok = $2 AND laas_til IS NOT NULL AND levert_tid IS NULL;

-- name: CountFar :one
SELECT COUNT(*) FROM utboks
WHERE neste_tid > $1 AND levert_tid IS NULL AND dod_tid IS NULL AND laas_til IS NULL;

-- A time further ahead than any back-off was written by a clock that was wrong.
-- name: MendNeste :execrows
UPDATE utboks SET neste_tid = sqlc.arg(naa)
WHERE neste_tid > sqlc.arg(grense) AND levert_tid IS NULL AND dod_tid IS NULL AND laas_til IS NULL;

-- name: DeleteDelivered :execrows
DELETE FROM utboks WHERE id IN (SELECT u.id FROM utboks u WHERE u.levert_tid < $1 ORDER BY u.levert_tid LIMIT $2);

-- name: DeleteDead :execrows
DELETE FROM utboks WHERE id IN (SELECT u.id FROM utboks u WHERE u.dod_tid < $1 ORDER BY u.dod_tid LIMIT $2);

-- name: CountWaiting :one
SELECT COUNT(*) FROM utboks WHERE levert_tid IS NULL AND dod_tid IS NULL AND laas_til IS NULL;

-- name: CountLeased :one
SELECT COUNT(*) FROM utboks WHERE laas_til IS NOT NULL;

-- name: CountDead :one
SELECT COUNT(*) FROM utboks WHERE dod_tid IS NOT NULL;

-- name: ListNewest :many
SELECT * FROM utboks ORDER BY id DESC LIMIT $1;

-- name: GetMelding :one
SELECT * FROM utboks WHERE id = $1;

-- name: ListDead :many
SELECT * FROM utboks WHERE dod_tid IS NOT NULL ORDER BY id;

-- name: Revive :execrows
UPDATE utboks SET dod_tid = NULL, forsok = 0, neste_tid = $2, feil = '' WHERE id = $1 AND dod_tid IS NOT NULL;
