-- name: GetAktiv :one
SELECT id, nokkel, utloper_tid FROM utkastnokkel
WHERE bruker = $1 AND enhet = $2 AND beboer = $3 AND opprettet_tid > $4 AND utloper_tid > $5
ORDER BY opprettet_tid DESC, id DESC LIMIT 1;

-- name: GetNokkel :one
SELECT nokkel FROM utkastnokkel
WHERE id = $1 AND bruker = $2 AND enhet = $3 AND beboer = $4 AND utloper_tid > $5;

-- name: InsertNokkel :exec
INSERT INTO utkastnokkel (id, bruker, enhet, beboer, nokkel, opprettet_tid, utloper_tid)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: ForlengNokkel :exec
UPDATE utkastnokkel SET utloper_tid = $2 WHERE id = $1;

-- name: ListLevende :many
SELECT id FROM utkastnokkel WHERE enhet = $1 AND utloper_tid > $2 ORDER BY id;

-- name: CountAndres :one
SELECT COUNT(*) FROM utkastnokkel WHERE enhet = $1 AND bruker <> $2 AND utloper_tid > $3;

-- name: DeleteForBruker :exec
DELETE FROM utkastnokkel WHERE bruker = $1 AND enhet = $2;

-- name: DeleteForBeboer :exec
DELETE FROM utkastnokkel WHERE bruker = $1 AND beboer = $2;

-- name: DeleteOver :exec
-- The keys of a person beyond so many, those used longest ago.
DELETE FROM utkastnokkel
WHERE id IN (
  SELECT k.id FROM utkastnokkel k WHERE k.bruker = $1
  ORDER BY k.utloper_tid DESC, k.id DESC LIMIT 1000 OFFSET CAST(sqlc.arg(antall) AS integer)
);

-- name: DeleteUtlopte :exec
DELETE FROM utkastnokkel WHERE utloper_tid <= $1;

-- name: DeleteUtenRolle :exec
DELETE FROM utkastnokkel
WHERE NOT EXISTS (
  SELECT 1 FROM rolletildeling t JOIN bruker b ON b.id = t.bruker
  WHERE t.bruker = utkastnokkel.bruker AND t.slutt_tid IS NULL AND b.aktiv
);
