-- name: Meld :exec
INSERT INTO tilstede (beboer, bruker, husstand, seksjon, sett_tid) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (beboer, bruker) DO UPDATE SET husstand = excluded.husstand, seksjon = excluded.seksjon, sett_tid = excluded.sett_tid;

-- name: Forlat :exec
DELETE FROM tilstede WHERE beboer = $1 AND bruker = $2;

-- name: ForlatAlle :exec
DELETE FROM tilstede WHERE bruker = $1;

-- name: Rydd :exec
DELETE FROM tilstede WHERE sett_tid < $1;

-- name: ListAndre :many
SELECT t.beboer, t.seksjon, b.navn
FROM tilstede t JOIN bruker b ON b.id = t.bruker
WHERE t.husstand = $1 AND t.bruker <> $2 AND t.sett_tid > $3
ORDER BY b.navn_sort, t.beboer;
